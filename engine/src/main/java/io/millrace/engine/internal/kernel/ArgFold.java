package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.FoldFunction;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.BlockKernel.RangeFolding;
import io.millrace.engine.internal.kernel.loops.ArgSearch;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;
import java.lang.foreign.MemorySegment;

/// Finds the first least or greatest element with the help of C. C finds the least or greatest of a block
/// without its place; only a block that beats all blocks before it is searched, while it is in the cache.
///
/// @param extreme the minimum or maximum in C, in which NaN wins
/// @param search finds the place
/// @param byteSize of an element
record ArgFold(NodeRule.Arg rule, FoldFunction extreme, ArgSearch search, int byteSize) implements RangeFolding {

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
        if (n == 0) {
            rule.empty(node);
        } else {
            search.fold(operands, firstIndex, n, node);
        }
    }

    @Override
    public long foldRange(Operands operands, long firstIndex, long n, long[] node, Watch watch) {
        long[] ofBlock = new long[1];
        MemorySegment written = MemorySegment.ofArray(ofBlock);
        for (long at = 0; at < n; at += Blocks.LENGTH) {
            if (watch.isOver()) {
                return at;
            }
            int count = (int) Math.min(n - at, Blocks.LENGTH);
            Operands block = operands.from(at, byteSize, byteSize);
            extreme.foldBlock(block.first(), count, written);
            if (at == 0 || rule.isBetter(ofBlock[0], node[0])) {
                search.fold(block, firstIndex + at, count, node);
            }
        }
        return n;
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
