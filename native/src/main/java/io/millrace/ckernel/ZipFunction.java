package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = op(a[i], b[i])` for `n` elements; `out` may be `a` or `b`. Throws
/// [IndexOutOfBoundsException] when a segment is shorter.
@FunctionalInterface
public interface ZipFunction {
    void zip(MemorySegment a, MemorySegment b, MemorySegment out, long n);
}
