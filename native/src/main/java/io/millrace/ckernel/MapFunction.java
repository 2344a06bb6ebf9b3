package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `out[i] = op(in[i])` for `n` elements, of any number of blocks; `out` may be `in`. Throws
/// [IndexOutOfBoundsException] when a segment is shorter.
@FunctionalInterface
public interface MapFunction {
    /// `params`: elements of the type of `out`: one for `scale` and `plus`, lowest and highest for
    /// `clamp`, else [MemorySegment#NULL] will do.
    ///
    /// @param watch is looked at before every 16th block
    /// @return how many elements are computed: `n`, or fewer once `watch` is over
    long map(MemorySegment in, MemorySegment out, long n, MemorySegment params, Watch watch);
}
