package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// Folds one block of `n` elements, at most 4,096, into a node of one to five words; `kernels.h`
/// says what they are. Throws [IndexOutOfBoundsException] when the segment or the node is shorter,
/// or `n` larger.
///
/// Runs without leaving the Java state of its thread: a garbage collection waits for it, some
/// microseconds.
@FunctionalInterface
public interface FoldFunction {
    void fold(MemorySegment in, long n, long[] node);
}
