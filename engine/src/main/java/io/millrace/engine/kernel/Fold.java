package io.millrace.engine.kernel;

import io.millrace.engine.kernel.BlockKernel.Folding;

/// A loop over one or several blocks with the rule for their nodes.
record Fold(NodeRule rule, Loop loop, int blocksPerCall) implements Folding {

    /// Of a loop that takes one block.
    Fold(NodeRule rule, Loop loop) {
        this(rule, loop, 1);
    }

    /// Makes the node of each block.
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
        if (n < 0 || n > Blocks.LENGTH * blocksPerCall) {
            throw new IllegalArgumentException("not %d blocks or fewer: n=%d".formatted(blocksPerCall, n));
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
