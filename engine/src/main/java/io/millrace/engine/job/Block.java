package io.millrace.engine.job;

/// The unit of the fixed summation tree and of an in-place commit.
final class Block {
    /// Elements in a block.
    static final int LENGTH = 4096;

    private Block() {}

    /// Blocks that so many elements take, the short last one included.
    static long count(long elements) {
        return (elements >>> 12) + ((elements & (LENGTH - 1)) == 0 ? 0 : 1);
    }
}
