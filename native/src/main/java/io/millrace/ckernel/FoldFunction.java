package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// Folds any number of elements into one node of one to five words, in native memory; `kernels.h`
/// says what they are. The nodes of the blocks of [#BLOCK_ELEMENTS] elements, the last one perhaps
/// shorter, are combined in pairs, then pairs of pairs. Throws [IndexOutOfBoundsException] when a
/// segment is shorter.
public interface FoldFunction {
    /// @param watch is looked at before every 16th block
    /// @return how many elements are folded: `n`, or fewer once `watch` is over; then the node is
    ///         not written
    long fold(MemorySegment in, long n, MemorySegment node, Watch watch);

    /// Folds one block, which may lie on the heap, as may its node. Runs without leaving the Java
    /// state of its thread: a garbage collection waits for it, some microseconds.
    ///
    /// @param n at most [#BLOCK_ELEMENTS]
    void foldBlock(MemorySegment in, int n, MemorySegment node);

    /// Elements of a block, as in `kernels.h`.
    int BLOCK_ELEMENTS = 4096;

    /// Words of the largest node.
    int MAX_NODE_WORDS = 5;
}
