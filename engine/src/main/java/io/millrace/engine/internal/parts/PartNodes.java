package io.millrace.engine.internal.parts;

import io.millrace.engine.internal.job.ChunkNodes;
import io.millrace.engine.internal.kernel.SummationTree;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import java.io.Serializable;
import java.util.Arrays;

/// Nodes of the summation tree that stand for a range of an array, one after the other. A plain class: serializers that
/// know no records take it too.
public final class PartNodes implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long firstBlock;
    private final long length;
    private final long[] places;
    private final long[] words;

    private PartNodes(long firstBlock, long length, long[] places, long[] words) {
        this.firstBlock = firstBlock;
        this.length = length;
        this.places = places;
        this.words = words;
    }

    /// @param nodes of whole chunks, or of a single one that may be larger than the range, which is a node then
    static PartNodes of(ChunkNodes nodes, long firstBlock) {
        long blocks = Block.count(nodes.length());
        long[] places = nodes.places();
        if (places.length == 1 && 1L << ChunkRow.level(places[0]) > blocks) {
            places = new long[] {ChunkRow.place(0, Long.numberOfTrailingZeros(blocks))};
        }
        return new PartNodes(firstBlock, nodes.length(), places, nodes.words());
    }

    /// Adds the nodes to the tree of the whole array.
    ///
    /// @param size words of a node
    void addTo(SummationTree tree, int size) {
        for (int node = 0; node < places.length; node++) {
            int level = ChunkRow.level(places[node]);
            long before = ChunkRow.firstBlock(places[node]);
            long count = Math.min(length - before * Block.LENGTH, (1L << level) * Block.LENGTH);
            tree.add(firstBlock + before, level, Arrays.copyOfRange(words, node * size, (node + 1) * size), count);
        }
    }
}
