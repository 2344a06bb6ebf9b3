package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.FoldFunction;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.BlockKernel.RangeFolding;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.Operands;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A fold in C, of any number of blocks in one call. C combines the nodes of the blocks by the same
/// rule.
record CFold(NodeRule rule, Loop loop) implements RangeFolding {

    /// Where C writes a node: its call may last, so it cannot write to the heap.
    private static final ThreadLocal<MemorySegment> NODE = ThreadLocal.withInitial(
            () -> Arena.ofAuto().allocate(Elements.LONG, FoldFunction.MAX_NODE_WORDS));

    /// Where C writes a node for the calling thread.
    static MemorySegment node() {
        return NODE.get();
    }

    /// Calls C.
    @FunctionalInterface
    interface Loop {
        long fold(Operands operands, long n, MemorySegment node, Watch watch);
    }

    @Override
    public int nodeWords() {
        return rule.words();
    }

    @Override
    public void fold(Operands operands, int n, long[] node) {
        if (n < 0 || n > Blocks.LENGTH) {
            throw new IllegalArgumentException("more than a block: n=" + n);
        }
        if (n == 0) {
            rule.empty(node);
        } else {
            foldRange(operands, 0, n, node, Watch.NONE);
        }
    }

    @Override
    public long foldRange(Operands operands, long firstIndex, long n, long[] node, Watch watch) {
        MemorySegment written = node();
        long folded = loop.fold(operands, n, written, watch);
        if (folded == n) {
            for (int word = 0; word < rule.words(); word++) {
                node[word] = written.getAtIndex(Elements.LONG, word);
            }
        }
        return folded;
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
