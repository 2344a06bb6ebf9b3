package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = value` for `n` elements. Throws [IndexOutOfBoundsException] when a segment is shorter.
@FunctionalInterface
public interface FillFunction {
    /// `value`: one element.
    void fill(MemorySegment out, long n, MemorySegment value);
}
