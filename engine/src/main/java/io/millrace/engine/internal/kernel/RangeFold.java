package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;

/// Folds a range of whole blocks into one node: the nodes of its blocks, combined by the one fixed tree.
public final class RangeFold {
    private RangeFold() {}

    /// The memory of a part of the range.
    @FunctionalInterface
    public interface Source {
        /// @param element the first element of the part, counted as those of the range
        Operands operands(long element, int n);
    }

    /// The node of `length` elements from `first` on.
    ///
    /// @param first a multiple of 4,096, aligned as [SummationTree] says
    public static long[] node(Folding kernel, Source source, long first, long length) {
        long[] node = new long[kernel.nodeWords()];
        if (length <= Blocks.LENGTH) {
            kernel.fold(source.operands(first, (int) length), first, (int) length, node);
            return node;
        }
        SummationTree tree = new SummationTree(kernel, first / Blocks.LENGTH);
        long[] nodes = new long[node.length * kernel.blocksPerCall()];
        long step = (long) Blocks.LENGTH * kernel.blocksPerCall();
        for (long begin = 0; begin < length; begin += step) {
            int n = (int) Math.min(step, length - begin);
            kernel.fold(source.operands(first + begin, n), first + begin, n, nodes);
            for (int block = 0; block * Blocks.LENGTH < n; block++) {
                System.arraycopy(nodes, block * node.length, node, 0, node.length);
                tree.add(node, Math.min(Blocks.LENGTH, n - block * Blocks.LENGTH));
            }
        }
        tree.root(node);
        return node;
    }
}
