package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// Lets the accumulators of a block take a part of its elements. Throws [IndexOutOfBoundsException] when a segment is
/// shorter.
@FunctionalInterface
public interface RowsFunction {
    /// Both segments may lie on the heap; for the call holds what [FoldFunction#foldBlock] says.
    ///
    /// @param in a part whose first element is that of accumulator 0; only the last one may end with a short row
    /// @param n at most [FoldFunction#BLOCK_ELEMENTS]
    /// @param accumulators 32 of `double`; -0.0 before the first part
    void take(MemorySegment in, int n, MemorySegment accumulators);
}
