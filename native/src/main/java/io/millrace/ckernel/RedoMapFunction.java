package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// `place[i] = op(in[i])` for the `n` elements of a chunk, block by block with a redo record. Throws
/// [IndexOutOfBoundsException] when a segment is shorter.
@FunctionalInterface
public interface RedoMapFunction {
    /// Computes the blocks that are old by the record.
    ///
    /// @param in begins where the place of `redo` does
    /// @param params as those of [MapFunction#map]
    /// @param watch is looked at before every 16th block
    /// @return how many elements are new: `n`, or whole blocks once `watch` is over
    long map(MemorySegment in, RedoChunk redo, long n, MemorySegment params, Watch watch);
}
