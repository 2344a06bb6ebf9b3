package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// Folds blocks of [#BLOCK_ELEMENTS] elements, the last one perhaps shorter, each into a node of one to five
/// words; `kernels.h` says what they are. The nodes follow each other. Throws
/// [IndexOutOfBoundsException] when the segment or `nodes` is shorter, or `n` is more than
/// [#MAX_BLOCKS] blocks.
///
/// Runs without leaving the Java state of its thread: a garbage collection waits for it, some ten
/// microseconds.
@FunctionalInterface
public interface FoldFunction {
    void fold(MemorySegment in, long n, long[] nodes);

    /// Elements of a block, as in `kernels.h`.
    int BLOCK_ELEMENTS = 4096;

    /// Blocks of one call: enough to hide the call, few enough for whoever waits for it.
    int MAX_BLOCKS = 16;
}
