package io.millrace.engine.internal.job;

import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.SummationTree;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import java.util.Arrays;

/// The nodes of the chunks of a finished reduction, of mixed size, which the one fixed tree
/// combines.
///
/// @param words of all nodes, one after the other
/// @param places of each node in the tree, with the bits of `place` in [ChunkRow]
/// @param length elements of the job
public record ChunkNodes(long[] words, long[] places, long length) {

    /// The root: the node of all elements. Calls the combining function of a reduction of the user.
    public long[] root(BlockKernel.Folding kernel) {
        SummationTree tree = new SummationTree(kernel);
        int size = kernel.nodeWords();
        for (int chunk = 0; chunk < places.length; chunk++) {
            long firstBlock = ChunkRow.firstBlock(places[chunk]);
            int level = ChunkRow.level(places[chunk]);
            long count = Math.min(length - firstBlock * Block.LENGTH, (1L << level) * Block.LENGTH);
            tree.add(firstBlock, level, Arrays.copyOfRange(words, chunk * size, (chunk + 1) * size), count);
        }
        long[] root = new long[size];
        tree.root(root);
        return root;
    }
}
