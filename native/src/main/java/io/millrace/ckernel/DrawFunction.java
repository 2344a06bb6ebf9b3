package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `n` random elements from the beginning of a block on; otherwise like [MapFunction].
@FunctionalInterface
public interface DrawFunction {
    long draw(MemorySegment out, long n, DrawParameters parameters, Watch watch);
}
