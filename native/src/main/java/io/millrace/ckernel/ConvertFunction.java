package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = in[i]`, cast as Java casts, for `n` elements; otherwise like [MapFunction].
@FunctionalInterface
public interface ConvertFunction {
    long convert(MemorySegment in, MemorySegment out, long n, Watch watch);
}
