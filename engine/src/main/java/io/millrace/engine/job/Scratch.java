package io.millrace.engine.job;

import java.lang.foreign.MemorySegment;

/// The memory of one seat in which an in-place job computes before it commits: two blocks, so that
/// one can be filled while the other goes to its place.
final class Scratch {
    /// One block of the widest element type.
    static final long BLOCK_BYTES = Block.LENGTH * 8L;

    /// The scratch memory of a seat.
    static final long BYTE_SIZE = 2 * BLOCK_BYTES;

    private Scratch() {}

    /// The one of the two that block `block` of a chunk is computed in: neighbours never share one.
    static MemorySegment of(MemorySegment scratch, long block) {
        return scratch.asSlice((block & 1) * BLOCK_BYTES, BLOCK_BYTES);
    }
}
