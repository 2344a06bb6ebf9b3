package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = op(in[i])` for `n` elements; `out` may be `in`. Throws [IndexOutOfBoundsException]
/// when a segment is shorter.
@FunctionalInterface
public interface MapFunction {
    /// `params`: elements of the type of `out`: one for `scale` and `plus`, lowest and highest for
    /// `clamp`, else [MemorySegment#NULL] will do.
    void map(MemorySegment in, MemorySegment out, long n, MemorySegment params);
}
