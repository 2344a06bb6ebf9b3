package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.BlockKernel.Settled;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;

/// A loop over one block, with the rule that combines the nodes.
public record Fold(NodeRule rule, Loop loop) implements Folding {

    /// Computes the node of a block.
    @FunctionalInterface
    public interface Loop {
        void fold(Operands operands, long firstIndex, int n, long[] node);
    }

    @Override
    public int nodeWords() {
        return rule.words();
    }

    @Override
    public void fold(Operands operands, int n, long[] node) {
        fold(operands, 0, n, node);
    }

    @Override
    public void fold(Operands operands, long firstIndex, int n, long[] node) {
        if (n < 0 || n > Blocks.LENGTH) {
            throw new IllegalArgumentException("more than a block: n=" + n);
        }
        if (n == 0) {
            rule.empty(node);
        } else {
            loop.fold(operands, firstIndex, n, node);
        }
    }

    @Override
    public Settled settles(long[] node) {
        return rule.settles(node);
    }

    @Override
    public void combine(long[] left, long leftCount, long[] right, long rightCount) {
        rule.combine(left, leftCount, right, rightCount);
    }

    @Override
    public void empty(long[] node) {
        rule.empty(node);
    }
}
