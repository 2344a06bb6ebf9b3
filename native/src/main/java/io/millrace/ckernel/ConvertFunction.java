package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = in[i]`, cast as Java casts, for `n` elements. Throws [IndexOutOfBoundsException] when
/// a segment is shorter.
@FunctionalInterface
public interface ConvertFunction {
    void convert(MemorySegment in, MemorySegment out, long n);
}
