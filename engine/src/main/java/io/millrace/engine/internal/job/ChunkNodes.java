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
        for (int chunk = 0; chunk < places.length; chunk++) {
            add(tree, chunk, kernel.nodeWords());
        }
        long[] root = new long[kernel.nodeWords()];
        tree.root(root);
        return root;
    }

    /// For each chunk the node of all elements before it, of one word; 0 for the first. Calls the combining
    /// function of a reduction of the user.
    public long[] before(BlockKernel.Folding kernel) {
        SummationTree tree = new SummationTree(kernel);
        long[] before = new long[places.length];
        for (int chunk = 0; chunk < places.length; chunk++) {
            long[] node = tree.after(null, 0);
            before[chunk] = node == null ? 0 : node[0];
            add(tree, chunk, kernel.nodeWords());
        }
        return before;
    }

    private void add(SummationTree tree, int chunk, int size) {
        long firstBlock = ChunkRow.firstBlock(places[chunk]);
        int level = ChunkRow.level(places[chunk]);
        long count = Math.min(length - firstBlock * Block.LENGTH, (1L << level) * Block.LENGTH);
        tree.add(firstBlock, level, Arrays.copyOfRange(words, chunk * size, (chunk + 1) * size), count);
    }
}
