package io.millrace.engine.job;

import io.millrace.engine.kernel.BlockKernel;
import io.millrace.engine.kernel.SummationTree;
import java.lang.foreign.MemorySegment;

/// The chunks' nodes of a finished reduction: chunks of mixed size, combined by the one fixed tree.
public final class Partials {
    private final MemorySegment rows;
    private final int chunks;
    private final long length;

    Partials(MemorySegment rows, int chunks, long length) {
        this.rows = rows;
        this.chunks = chunks;
        this.length = length;
    }

    /// Elements of the job.
    public long length() {
        return length;
    }

    /// The root: the node of all elements.
    public long[] root(BlockKernel.Folding kernel) {
        SummationTree tree = new SummationTree(kernel);
        long[] node = new long[kernel.nodeWords()];
        for (int chunk = 0; chunk < chunks; chunk++) {
            for (int word = 0; word < node.length; word++) {
                node[word] = ChunkRow.partial(rows, chunk, word);
            }
            long firstBlock = ChunkRow.firstBlock(rows, chunk);
            int level = ChunkRow.level(rows, chunk);
            long count = Math.min(length - firstBlock * Block.LENGTH, (1L << level) * Block.LENGTH);
            tree.add(firstBlock, level, node, count);
        }
        tree.root(node);
        return node;
    }
}
