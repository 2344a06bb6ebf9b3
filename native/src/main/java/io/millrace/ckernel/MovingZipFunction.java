package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = op(a[i], b[i])` and `target[i] = source[i]` for `n` elements, in one loop; `out` and
/// `target` overlap nothing else. Throws [IndexOutOfBoundsException] when a segment is shorter.
@FunctionalInterface
public interface MovingZipFunction {
    void zip(MemorySegment a, MemorySegment b, MemorySegment out, long n, Move move);
}
