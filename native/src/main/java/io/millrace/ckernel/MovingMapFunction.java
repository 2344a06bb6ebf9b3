package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = op(in[i])` and `target[i] = source[i]` for `n` elements, in one loop; `out` and
/// `target` overlap nothing else. Throws [IndexOutOfBoundsException] when a segment is shorter.
@FunctionalInterface
public interface MovingMapFunction {
    /// `params`: as those of [MapFunction#map].
    void map(MemorySegment in, MemorySegment out, long n, MemorySegment params, Move move);
}
