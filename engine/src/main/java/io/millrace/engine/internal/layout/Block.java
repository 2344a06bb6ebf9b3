package io.millrace.engine.internal.layout;

import io.millrace.engine.internal.kernel.loops.Blocks;

/// The unit of the fixed summation tree and of an in-place commit.
public final class Block {
    /// Elements in a block.
    public static final int LENGTH = Blocks.LENGTH;

    private Block() {}

    /// How many blocks that many elements take, the short last block included.
    public static long count(long elements) {
        return elements / LENGTH + (elements % LENGTH == 0 ? 0 : 1);
    }
}
