package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.ChunkNodes;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.OwnRoot;
import io.millrace.engine.internal.kernel.SummationTree;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.shm.data.NumericArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A reduction of an array that comes in pieces, one after the other: the bits are those of the whole array in memory.
///
/// A piece begins at a block. It is reduced in ranges that are nodes of the tree of the whole array, each in a job of
/// its own: one range for a piece of 2^n blocks at a multiple of its size, a few for the last piece. For one thread.
public final class PieceFold {
    private final Function<NumericArray, long[]> rootOf;
    private final Combining combining;
    private long blocks;
    private long count;

    /// @param rootOf reduces a range to its root
    /// @param own the user's reduction, if it may run only in workers; the nodes are combined there in the end
    PieceFold(
            Function<NumericArray, long[]> rootOf, Folding kernel, @Nullable OwnRoot own, NodeCombining workers) {
        this.rootOf = rootOf;
        this.combining = own == null ? new Here(kernel, new SummationTree(kernel)) : new InWorker(own, workers);
    }

    /// Combines nodes that come in order.
    private sealed interface Combining {
        void add(long firstBlock, int level, long[] node, long count);

        long[] root(long count);
    }

    private record Here(Folding kernel, SummationTree tree) implements Combining {
        @Override
        public void add(long firstBlock, int level, long[] node, long count) {
            tree.add(firstBlock, level, node, count);
        }

        @Override
        public long[] root(long count) {
            long[] root = new long[kernel.nodeWords()];
            tree.root(root);
            return root;
        }
    }

    /// Keeps all nodes, of one word each.
    private static final class InWorker implements Combining {
        private final OwnRoot own;
        private final NodeCombining workers;
        private final List<long[]> words = new ArrayList<>();
        private final List<Long> places = new ArrayList<>();

        private InWorker(OwnRoot own, NodeCombining workers) {
            this.own = own;
            this.workers = workers;
        }

        @Override
        public void add(long firstBlock, int level, long[] node, long count) {
            words.add(node.clone());
            places.add(ChunkRow.place(firstBlock, level));
        }

        @Override
        public long[] root(long count) {
            if (words.size() == 1) {
                return words.getFirst();
            }
            ChunkNodes nodes = new ChunkNodes(
                    words.stream().flatMapToLong(Arrays::stream).toArray(),
                    places.stream().mapToLong(Long::longValue).toArray(),
                    count);
            return workers.inWorker(new OwnRootTask(own, nodes), () -> false);
        }
    }

    /// Reduces the next piece; all but the last one are of whole blocks.
    public void add(NumericArray piece) {
        long pieceBlocks = Block.count(piece.length());
        long done = 0;
        while (done < pieceBlocks) {
            long size = Math.min(largestNodeAt(blocks + done), Long.highestOneBit(pieceBlocks - done));
            long from = done * Block.LENGTH;
            long to = Math.min(piece.length(), from + size * Block.LENGTH);
            NumericArray range = from == 0 && to == piece.length() ? piece : piece.slice(from, to);
            combining.add(blocks + done, Long.numberOfTrailingZeros(size), rootOf.apply(range), to - from);
            done += size;
        }
        blocks += pieceBlocks;
        count += piece.length();
    }

    private static long largestNodeAt(long block) {
        return block == 0 ? Long.MAX_VALUE : Long.lowestOneBit(block);
    }

    /// Elements of all pieces.
    public long count() {
        return count;
    }

    /// The root over all pieces.
    public long[] root() {
        return combining.root(count);
    }
}
