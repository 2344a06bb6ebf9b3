package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `place[i] = op(a[i], b[i])` for the `n` elements of a chunk, block by block with a redo record.
/// Throws [IndexOutOfBoundsException] when a segment is shorter.
@FunctionalInterface
public interface RedoZipFunction {
    /// As [RedoMapFunction#map]; one of the inputs, or both, begins where the place of `redo` does.
    long zip(MemorySegment a, MemorySegment b, RedoChunk redo, long n, Watch watch);
}
