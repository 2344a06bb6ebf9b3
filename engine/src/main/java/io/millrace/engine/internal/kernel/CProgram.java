package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.ProgramFunction;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.BlockKernel.RangeFolding;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Registers;
import io.millrace.engine.internal.kernel.loops.Store;
import java.lang.foreign.MemorySegment;

/// Evaluates an expression in C, any number of blocks in one call, with the [registers][Registers] of the
/// calling thread as scratch blocks.
final class CProgram {
    private static final ThreadLocal<ProgramFunction.Table> TABLE =
            ThreadLocal.withInitial(() -> new ProgramFunction.Table(Program.MAX_ARRAYS, Registers.atLeast(0)));

    private CProgram() {}

    private static ProgramFunction.Table table(int scratchBlocks) {
        ProgramFunction.Table known = TABLE.get();
        if (known.scratchBlocks() >= scratchBlocks) {
            return known;
        }
        ProgramFunction.Table larger = new ProgramFunction.Table(Program.MAX_ARRAYS, Registers.atLeast(scratchBlocks));
        TABLE.set(larger);
        return larger;
    }

    private static long run(
            ProgramFunction program, Operands operands, long from, long n, MemorySegment out, Watch watch) {
        return program.run(operands.inputs(), from, n, out, table(program.scratchBlocks()), watch);
    }

    /// A program whose last step writes.
    record Writing(ProgramFunction cached, ProgramFunction streaming) implements Elementwise {
        @Override
        public void run(Operands operands, long firstIndex, long n) {
            run(operands, firstIndex, n, Watch.NONE);
        }

        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            ProgramFunction program = operands.store() == Store.STREAMING ? streaming : cached;
            return CProgram.run(program, operands, firstIndex, n, operands.out(), watch);
        }
    }

    /// A program whose result is folded.
    record Reducing(NodeRule rule, ProgramFunction program) implements RangeFolding {
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
                foldRange(operands, firstIndex, n, node, Watch.NONE);
            }
        }

        @Override
        public long foldRange(Operands operands, long firstIndex, long n, long[] node, Watch watch) {
            MemorySegment written = CFold.node();
            long folded = CProgram.run(program, operands, firstIndex, n, written, watch);
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
}
