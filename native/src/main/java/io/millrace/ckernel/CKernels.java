package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The kernels of the library by name. Element types are written `i8 i16 i32 i64 f32 f64`; `{a b}`
/// is any of these, `{UNARY FLOATS}` any op of such a line of `ops.def`, and `{SUMMED FLOATS}` any of those
/// with a degree above 0; `NUMBERS` are both `FLOATS` and `INTEGERS`:
///
/// ```text
///   map_{UNARY FLOATS}_{f64 f32}   and _nt, _moving
///   map_{UNARY INTEGERS}_{i64 i32}   and _nt, _moving
///   map_{UNARY INTEGERS}_{i16_i64 i8_i64}   and _nt
///   zip_{BINARY FLOATS}_{f64 f32}   and _nt, _moving
///   zip_{BINARY INTEGERS}_{i64 i32}   and _nt, _moving
///   convert_{f64 f32 i64 i32 i16 i8}_{f64 f32 i64 i32 i16 i8}   and _nt
///   fill_{f64 f32 i64 i32 i16 i8}   and _nt
///   fold_{sum min max product countnz summary}_{f64 f32 i64 i32 i16 i8}
///   fold_sum_{SUMMED FLOATS}_{f64 f32}
///   fold_{sum sumchecked}_{SUMMED INTEGERS}_{i64 i32 i16 i8}
///   fold_sumchecked_{i64 i32 i16 i8}
///   dot_{f64 f32 i64 i32 i16 i8}
///   limit_{read copy copy_nt inplace_square}
/// ```
///
/// A kernel ending in `_nt` writes past the caches (non-temporal stores) and ends with a store
/// fence. One ending in `_moving` also moves as many elements from one place to another, in the same
/// loop. The functions may be called by any number of threads.
public final class CKernels {
    private final SymbolLookup symbols;
    private final MemorySegment foldBlocks;
    private final Supplier<Set<String>> names;

    /// @param foldBlocks the function that calls a fold for each of several blocks
    /// @param names asks the library for the names of all
    CKernels(SymbolLookup symbols, MemorySegment foldBlocks, Supplier<Set<String>> names) {
        this.symbols = symbols;
        this.foldBlocks = foldBlocks;
        this.names = names;
    }

    /// The names of all kernels, as the library gives them.
    public Set<String> names() {
        return names.get();
    }

    /// `null` here and below: the library has no such kernel.
    public @Nullable MapFunction map(String name) {
        return find("map", name, (function, parts) -> Downcalls.map(function, parts, params(parts.op())));
    }

    /// One of those ending in `_moving`.
    public @Nullable MovingMapFunction movingMap(String name) {
        return moving("map", name, (function, parts) -> Downcalls.movingMap(function, parts, params(parts.op())));
    }

    public @Nullable ZipFunction zip(String name) {
        return find("zip", name, Downcalls::zip);
    }

    /// One of those ending in `_moving`.
    public @Nullable MovingZipFunction movingZip(String name) {
        return moving("zip", name, Downcalls::movingZip);
    }

    public @Nullable ConvertFunction convert(String name) {
        return find("convert", name, Downcalls::convert);
    }

    public @Nullable FillFunction fill(String name) {
        return find("fill", name, Downcalls::fill);
    }

    public @Nullable FoldFunction fold(String name) {
        return find("fold", name, (function, parts) -> Downcalls.fold(foldBlocks, function, parts));
    }

    public @Nullable DotFunction dot(String name) {
        return find("dot", name, Downcalls::dot);
    }

    public @Nullable LimitFunction limit(String name) {
        return find("limit", name, Downcalls::limit);
    }

    /// How many parameters the maps of an op read.
    @SuppressWarnings("restricted")
    int params(String op) {
        return symbols.findOrThrow("params_" + op).reinterpret(Integer.BYTES).get(JAVA_INT, 0);
    }

    private <F> @Nullable F find(String kind, String name, BiFunction<MemorySegment, KernelName, F> bind) {
        return name.endsWith("_moving") ? null : bound(kind, name, bind);
    }

    private <F> @Nullable F moving(String kind, String name, BiFunction<MemorySegment, KernelName, F> bind) {
        return name.endsWith("_moving") ? bound(kind, name, bind) : null;
    }

    private <F> @Nullable F bound(String kind, String name, BiFunction<MemorySegment, KernelName, F> bind) {
        if (!name.startsWith(kind + "_")) {
            return null;
        }
        return symbols.find(name)
                .map(function -> bind.apply(function, KernelName.parse(name)))
                .orElse(null);
    }
}
