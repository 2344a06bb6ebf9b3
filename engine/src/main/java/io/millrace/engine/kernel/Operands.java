package io.millrace.engine.kernel;

import java.lang.foreign.MemorySegment;

/// The memory that one call of a kernel works on. Each segment starts at element 0 of the call;
/// unused ones are [MemorySegment#NULL].
///
/// `out` may be the very same range as an input; it must not overlap one partly.
public record Operands(MemorySegment first, MemorySegment second, MemorySegment out, Store store) {

    /// Operands of a fold over one array.
    public static Operands in(MemorySegment first) {
        return new Operands(first, MemorySegment.NULL, MemorySegment.NULL, Store.CACHED);
    }

    /// Operands of a dot product.
    public static Operands in(MemorySegment first, MemorySegment second) {
        return new Operands(first, second, MemorySegment.NULL, Store.CACHED);
    }

    /// Whether the output is the place of an input.
    boolean inPlace() {
        return isOutput(first) || isOutput(second);
    }

    private boolean isOutput(MemorySegment in) {
        return in.byteSize() > 0 && in.address() == out.address();
    }

    /// The second input in the place of the first.
    Operands swapped() {
        return new Operands(second, first, out, store);
    }

    /// The same inputs with another output, through the caches.
    Operands into(MemorySegment other) {
        return new Operands(first, second, other, Store.CACHED);
    }

    /// The same from element `index` on.
    Operands from(long index, int inByteSize, int outByteSize) {
        return new Operands(
                tail(first, index * inByteSize),
                tail(second, index * inByteSize),
                tail(out, index * outByteSize),
                store);
    }

    private static MemorySegment tail(MemorySegment segment, long offset) {
        return segment.byteSize() == 0 ? segment : segment.asSlice(offset);
    }
}
