package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = value` for `n` elements; otherwise like [MapFunction].
@FunctionalInterface
public interface FillFunction {
    /// `value`: one element.
    long fill(MemorySegment out, long n, MemorySegment value, Watch watch);
}
