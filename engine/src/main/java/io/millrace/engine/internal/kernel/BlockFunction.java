package io.millrace.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/// A unary function that also computes many elements in one call, such as one written in C.
public interface BlockFunction {
    /// Computes `out[i]` from `in[i]` for `n` elements of the function's own type. `in` and `out`
    /// never overlap.
    void call(MemorySegment in, MemorySegment out, long n);
}
