package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// The sum of `a[i] * b[i]` over one block; otherwise like [FoldFunction].
@FunctionalInterface
public interface DotFunction {
    void dot(MemorySegment a, MemorySegment b, long n, long[] node);
}
