package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = op(a[i], b[i])` for `n` elements; otherwise like [MapFunction].
@FunctionalInterface
public interface ZipFunction {
    long zip(MemorySegment a, MemorySegment b, MemorySegment out, long n, Watch watch);
}
