package io.millrace.engine.kernel;

import io.millrace.engine.kernel.BlockKernel.Folding;

/// A loop over one block with the rule for its nodes.
record Fold(NodeRule rule, Loop loop) implements Folding {

    /// Makes the node of 1 to 4,096 elements.
    @FunctionalInterface
    interface Loop {
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
            throw new IllegalArgumentException("not a block: n=" + n);
        }
        if (n == 0) {
            rule.empty(node);
        } else {
            loop.fold(operands, firstIndex, n, node);
        }
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
