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
/// A piece has elements, 2^n blocks of them, and begins at a multiple of its size; the last one may be shorter. So each
/// is a node of the tree of the whole array, and is reduced in one job. For one thread.
public final class PieceFold {
    private final Function<NumericArray, long[]> rootOf;
    private final Combining combining;
    private long blocks;
    private long count;

    /// @param rootOf reduces a piece to its root
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

    /// Reduces the next piece.
    public void add(NumericArray piece) {
        long pieceBlocks = Block.count(piece.length());
        int level = Long.SIZE - Long.numberOfLeadingZeros(pieceBlocks - 1);
        combining.add(blocks, level, rootOf.apply(piece), piece.length());
        blocks += pieceBlocks;
        count += piece.length();
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
