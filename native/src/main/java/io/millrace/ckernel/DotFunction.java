package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// The sum of `a[i] * b[i]`; otherwise like [FoldFunction].
@FunctionalInterface
public interface DotFunction {
    long dot(MemorySegment a, MemorySegment b, long n, MemorySegment node, Watch watch);
}
