package io.millrace.engine.internal.kernel.loops;

import java.lang.foreign.MemorySegment;

/// The memory that one call of a kernel works on. Each segment starts at element 0 of the call;
/// unused ones are [MemorySegment#NULL].
///
/// `out` may be the same range as an input. It must not overlap a part of an input.
///
/// @param inputs of an expression, instead of `first` to `third`: its arrays, whole, of which the kernel
///         takes the elements by their index
public record Operands(
        MemorySegment first,
        MemorySegment second,
        MemorySegment third,
        MemorySegment out,
        Store store,
        MemorySegment[] inputs) {
    /// The inputs of work that is no expression.
    public static final MemorySegment[] NONE = {};

    /// Operands of which two at most are inputs, of work that is no expression.
    public Operands(MemorySegment first, MemorySegment second, MemorySegment out, Store store) {
        this(first, second, MemorySegment.NULL, out, store, NONE);
    }

    /// Operands of a fold over one array.
    public static Operands in(MemorySegment first) {
        return new Operands(first, MemorySegment.NULL, MemorySegment.NULL, Store.CACHED);
    }

    /// Operands of a dot product.
    public static Operands in(MemorySegment first, MemorySegment second) {
        return new Operands(first, second, MemorySegment.NULL, Store.CACHED);
    }

    /// Whether the output is also an input.
    public boolean inPlace() {
        return isOutput(first) || isOutput(second) || isOutput(third);
    }

    private boolean isOutput(MemorySegment in) {
        return in.byteSize() > 0 && in.address() == out.address();
    }

    /// These operands with another first input.
    public Operands withFirst(MemorySegment other) {
        return new Operands(other, second, third, out, store, inputs);
    }

    /// The same inputs with another output, which is written through the caches.
    public Operands into(MemorySegment other) {
        return new Operands(first, second, third, other, Store.CACHED, inputs);
    }

    /// These operands from element `index` on.
    public Operands from(long index, int inByteSize, int outByteSize) {
        return new Operands(
                tail(first, index * inByteSize),
                tail(second, index * inByteSize),
                tail(third, index * inByteSize),
                tail(out, index * outByteSize),
                store,
                inputs);
    }

    private static MemorySegment tail(MemorySegment segment, long offset) {
        return segment.byteSize() == 0 ? segment : segment.asSlice(offset);
    }
}
