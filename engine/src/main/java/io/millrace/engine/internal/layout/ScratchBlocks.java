package io.millrace.engine.internal.layout;

import java.lang.foreign.MemorySegment;

/// The memory of one worker slot in which an in-place job computes before it commits: two blocks,
/// so that one is filled while the other is moved to its place.
public final class ScratchBlocks {
    /// One block of the widest element type.
    public static final long BLOCK_BYTES = Block.LENGTH * 8L;

    /// Bytes of the scratch memory of a worker slot.
    public static final long BYTE_SIZE = 2 * BLOCK_BYTES;

    private ScratchBlocks() {}

    /// The scratch block in which block `block` of a chunk is computed; neighbouring blocks use
    /// different ones.
    public static MemorySegment of(MemorySegment scratch, long block) {
        return scratch.asSlice((block & 1) * BLOCK_BYTES, BLOCK_BYTES);
    }
}
