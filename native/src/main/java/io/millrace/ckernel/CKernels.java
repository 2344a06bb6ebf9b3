package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The kernels of the library by name. Element types are written `i8 i16 i32 i64 f32 f64`; `{a b}`
/// is any of these, `{UNARY FLOATS}` any op of such a line of `ops.def`, and `{SUMMED FLOATS}` any of those
/// with a degree above 0; `NUMBERS` are both `FLOATS` and `INTEGERS`:
///
/// ```text
///   map_{UNARY FLOATS}_{f64 f32}   and _nt
///   map_{UNARY INTEGERS}_{i64 i32}   and _nt
///   map_{UNARY INTEGERS}_{i16_i64 i8_i64}   and _nt
///   zip_{BINARY FLOATS}_{f64 f32}   and _nt
///   zip_{BINARY INTEGERS}_{i64 i32}   and _nt
///   zip3_{fma where}_{f64 f32 i64 i32}   and _nt
///   convert_{f64 f32 i64 i32 i16 i8}_{f64 f32 i64 i32 i16 i8}   and _nt
///   fill_{f64 f32 i64 i32 i16 i8}   and _nt
///   draw_uniform_{f64 f32}
///   draw_whole_{f64 f32 i64 i32 i16 i8}
///   fold_{sum min max product countnz summary}_{f64 f32 i64 i32 i16 i8}
///   fold_sum_{SUMMED FLOATS}_{f64 f32}
///   fold_{sum sumchecked}_{SUMMED INTEGERS}_{i64 i32 i16 i8}
///   fold_sumchecked_{i64 i32 i16 i8}
///   dot_{f64 f32 i64 i32 i16 i8}
///   rows_sum_f64
///   limit_{read copy copy_nt inplace_square}
/// ```
///
/// A kernel ending in `_nt` writes past the caches (non-temporal stores) and ends with a store
/// fence. The functions may be called by any number of threads.
public final class CKernels {
    private final SymbolLookup symbols;
    private final Supplier<Set<String>> names;

    /// Calls that were bound before, by the name of the kernel: what C reads of them is never freed.
    private final Map<String, BlockCall> calls = new ConcurrentHashMap<>();

    /// @param names asks the library for the names of all
    CKernels(SymbolLookup symbols, Supplier<Set<String>> names) {
        this.symbols = symbols;
        this.names = names;
    }

    /// The names of all kernels, as the library gives them.
    public Set<String> names() {
        return names.get();
    }

    /// `null` here and below: the library has no such kernel.
    public @Nullable MapFunction map(String name) {
        BlockCall call = call("map", name);
        return call == null ? null : new BlockFunctions.Map(call, params(call.name().op()));
    }

    /// A map in place. `null` also for one whose output has another type, and for one ending in `_nt`.
    public @Nullable RedoMapFunction redoMap(String name) {
        BlockCall call = redo("map", name);
        return call == null ? null : new BlockFunctions.RedoMap(call, params(call.name().op()));
    }

    public @Nullable ZipFunction zip(String name) {
        BlockCall call = call("zip", name);
        return call == null ? null : new BlockFunctions.Zip(call);
    }

    /// A zip in place. `null` also for one ending in `_nt`.
    public @Nullable RedoZipFunction redoZip(String name) {
        BlockCall call = redo("zip", name);
        return call == null ? null : new BlockFunctions.RedoZip(call);
    }

    public @Nullable ConvertFunction convert(String name) {
        BlockCall call = call("convert", name);
        return call == null ? null : new BlockFunctions.Convert(call);
    }

    public @Nullable FillFunction fill(String name) {
        BlockCall call = call("fill", name);
        return call == null ? null : new BlockFunctions.Fill(call);
    }

    public @Nullable DrawFunction draw(String name) {
        BlockCall call = call("draw", name);
        return call == null ? null : new BlockFunctions.Draw(call);
    }

    public @Nullable FoldFunction fold(String name) {
        BlockCall call = call("fold", name);
        return call == null ? null : new BlockFunctions.Fold(call);
    }

    /// The fold of the elements that a map gives. `null` if the library lacks one of both, or the
    /// map's output is not the fold's input.
    ///
    /// @param map the name of a map that is not one of those ending in `_nt`
    /// @param params as those of [MapFunction#map]
    public @Nullable FoldFunction mappedFold(String map, String fold, MemorySegment params) {
        MemorySegment mapping = function("map", map);
        MemorySegment folding = function("fold", fold);
        if (mapping == null || folding == null) {
            return null;
        }
        KernelName mapName = KernelName.parse(map);
        KernelName foldName = KernelName.parse(fold);
        if (mapName.out() != foldName.in() || mapName.floating() != foldName.floating()) {
            return null;
        }
        Downcalls.check(params, params(mapName.op()), mapName.out());
        String key = map + " " + fold;
        BlockCall call = calls.get(key);
        if (call == null) {
            call = keep(key, bound("mapped_fold", folding, foldName).map(mapping, mapName));
        }
        return new BlockFunctions.MappedFold(call, mapName, params);
    }

    public @Nullable DotFunction dot(String name) {
        BlockCall call = call("dot", name);
        return call == null ? null : new BlockFunctions.Dot(call);
    }

    public @Nullable RowsFunction rows(String name) {
        BlockCall call = call("rows", name);
        return call == null ? null : new BlockFunctions.Rows(call);
    }

    /// Kernels called one after the other in one call. `null` if the library lacks one of them.
    ///
    /// @param arrays how many of them the steps read
    /// @param fold the fold of `result`; null for a program whose last step writes
    /// @param result the operand that is folded; else ignored
    public @Nullable ProgramFunction program(
            List<ProgramFunction.Step> steps, int arrays, @Nullable String fold, int result) {
        List<MemorySegment> addresses = addresses(steps);
        MemorySegment folding = fold == null ? MemorySegment.NULL : function("fold", fold);
        if (addresses == null || folding == null) {
            return null;
        }
        String key = "program " + fold;
        BlockCall call = calls.get(key);
        if (call == null) {
            KernelName name = fold == null ? new KernelName("program", "", 0, 0, false) : KernelName.parse(fold);
            call = keep(key, bound(fold == null ? "program" : "program_fold", folding, name));
        }
        return new ProgramFunction(call, steps, addresses, arrays, fold == null ? ProgramFunction.OUT : result, false);
    }

    /// The program whose last step writes, in place. `null` if the library lacks one of the kernels.
    public @Nullable ProgramFunction redoProgram(List<ProgramFunction.Step> steps, int arrays) {
        List<MemorySegment> addresses = addresses(steps);
        if (addresses == null) {
            return null;
        }
        int bytes = KernelName.parse(steps.getLast().kernel()).out();
        String key = "redo program " + bytes;
        BlockCall call = calls.get(key);
        if (call == null) {
            KernelName name = new KernelName("program", "", bytes, bytes, false);
            call = keep(key, bound("redo_program", MemorySegment.NULL, name));
        }
        return new ProgramFunction(call, steps, addresses, arrays, ProgramFunction.OUT, true);
    }

    private @Nullable List<MemorySegment> addresses(List<ProgramFunction.Step> steps) {
        List<MemorySegment> addresses = new ArrayList<>();
        for (ProgramFunction.Step step : steps) {
            MemorySegment kernel = function(KernelName.parse(step.kernel()).kind(), step.kernel());
            if (kernel == null) {
                return null;
            }
            addresses.add(kernel);
        }
        return addresses;
    }

    public @Nullable LimitFunction limit(String name) {
        MemorySegment function = function("limit", name);
        return function == null ? null : Downcalls.limit(function, KernelName.parse(name));
    }

    /// How many parameters the maps of an op read.
    @SuppressWarnings("restricted")
    int params(String op) {
        return symbols.findOrThrow("params_" + op).reinterpret(Integer.BYTES).get(JAVA_INT, 0);
    }

    private @Nullable BlockCall call(String kind, String name) {
        BlockCall known = calls.get(name);
        if (known != null) {
            return known.name().kind().equals(kind) ? known : null;
        }
        MemorySegment function = function(kind, name);
        return function == null ? null : keep(name, bound(kind, function, KernelName.parse(name)));
    }

    private @Nullable BlockCall redo(String kind, String name) {
        String key = "redo " + name;
        BlockCall known = calls.get(key);
        if (known != null) {
            return known.name().kind().equals(kind) ? known : null;
        }
        MemorySegment function = function(kind, name);
        if (function == null || name.endsWith("_nt")) {
            return null;
        }
        KernelName parts = KernelName.parse(name);
        return parts.in() == parts.out() ? keep(key, bound("redo_" + kind, function, parts)) : null;
    }

    private BlockCall keep(String key, BlockCall call) {
        BlockCall other = calls.putIfAbsent(key, call);
        return other == null ? call : other;
    }

    /// @param kind the calls that it belongs to
    private BlockCall bound(String kind, MemorySegment function, KernelName name) {
        BlockCall call = BlockCall.of(symbols.findOrThrow("millrace_" + kind + "_blocks"), function, name);
        return name.isFold() ? call.combine(symbols.findOrThrow(name.combine())) : call;
    }

    private @Nullable MemorySegment function(String kind, String name) {
        return name.startsWith(kind + "_") ? symbols.find(name).orElse(null) : null;
    }
}
