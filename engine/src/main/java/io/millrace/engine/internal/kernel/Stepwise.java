package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.BlockKernel.RangeFolding;
import io.millrace.engine.internal.kernel.Program.Kind;
import io.millrace.engine.internal.kernel.Program.Step;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Registers;
import io.millrace.engine.internal.kernel.loops.Selection;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Evaluates an expression block by block: each step by the kernel of the work that it would be alone, so
/// with the same bits, between arrays and the [registers][Registers] of the calling thread.
final class Stepwise {
    private final Program program;

    /// By step; null for those that select.
    private final @Nullable Elementwise[] kernels;

    private Stepwise(Program program, @Nullable Elementwise[] kernels) {
        this.program = program;
        this.kernels = kernels;
    }

    /// @param kernels of the steps; null for those that select
    /// @param fold of the result; null if the last step writes
    static BlockKernel of(Program program, @Nullable Elementwise[] kernels, @Nullable Folding fold) {
        Stepwise steps = new Stepwise(program, kernels);
        return fold == null ? new Writing(steps) : new Reducing(steps, fold);
    }

    /// Computes one block, all steps.
    ///
    /// @param index of the block's first element within the arrays
    /// @param begins whether this is the first block of a call: then the registers of constants are filled
    /// @param out where the last step writes; null if it writes its register
    private void run(Operands operands, MemorySegment[] registers, long index, int n, boolean begins,
            @Nullable MemorySegment out) {
        int last = kernels.length - 1;
        for (int at = 0; at <= last; at++) {
            Step step = program.steps().get(at);
            if (step.kind() == Kind.CONSTANT && !begins && at < last) {
                continue;
            }
            boolean writes = at == last && out != null;
            MemorySegment target = at == last && out != null ? out : registers[step.target()];
            MemorySegment first = operand(operands, registers, step, 0, index, n);
            MemorySegment second = operand(operands, registers, step, 1, index, n);
            MemorySegment third = operand(operands, registers, step, 2, index, n);
            Elementwise kernel = kernels[at];
            if (kernel == null) {
                Selection.run(step.out(), first, second, third, target, n);
            } else {
                Store store = writes ? operands.store() : Store.CACHED;
                kernel.run(new Operands(first, second, third, target, store, Operands.NONE), index, n);
            }
        }
    }

    private static MemorySegment operand(
            Operands operands, MemorySegment[] registers, Step step, int place, long index, int n) {
        return place < step.operands()
                ? block(operands, registers, step.operand(place), step.in(), index, n)
                : MemorySegment.NULL;
    }

    private static MemorySegment block(
            Operands operands, MemorySegment[] registers, int operand, ElementType type, long index, int n) {
        if (operand >= 0) {
            return registers[operand];
        }
        long size = type.byteSize();
        return operands.inputs()[-1 - operand].asSlice(index * size, n * size);
    }

    private MemorySegment result(Operands operands, MemorySegment[] registers, long index, int n) {
        return block(operands, registers, program.result(), program.type(), index, n);
    }

    /// An evaluation whose last step writes.
    private record Writing(Stepwise steps) implements Elementwise {
        @Override
        public void run(Operands operands, long firstIndex, long n) {
            run(operands, firstIndex, n, Watch.NONE);
        }

        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            MemorySegment[] registers = Registers.atLeast(steps.program.registers());
            long size = steps.program.type().byteSize();
            for (long at = 0; at < n; at += Blocks.LENGTH) {
                if (watch.isOver()) {
                    return at;
                }
                int count = (int) Math.min(n - at, Blocks.LENGTH);
                MemorySegment out = operands.out().asSlice(at * size, count * size);
                steps.run(operands, registers, firstIndex + at, count, at == 0, out);
            }
            return n;
        }
    }

    /// An evaluation whose result is folded.
    private record Reducing(Stepwise steps, Folding fold) implements RangeFolding {
        @Override
        public int nodeWords() {
            return fold.nodeWords();
        }

        @Override
        public void fold(Operands operands, int n, long[] node) {
            fold(operands, 0, n, node);
        }

        @Override
        public void fold(Operands operands, long firstIndex, int n, long[] node) {
            if (n == 0) {
                fold.empty(node);
            } else {
                block(operands, Registers.atLeast(steps.program.registers()), firstIndex, n, true, node);
            }
        }

        private void block(
                Operands operands, MemorySegment[] registers, long index, int n, boolean begins, long[] node) {
            steps.run(operands, registers, index, n, begins, null);
            fold.fold(Operands.in(steps.result(operands, registers, index, n)), index, n, node);
        }

        @Override
        public long foldRange(Operands operands, long firstIndex, long n, long[] node, Watch watch) {
            MemorySegment[] registers = Registers.atLeast(steps.program.registers());
            SummationTree tree = new SummationTree(fold, firstIndex / Blocks.LENGTH);
            for (long at = 0; at < n; at += Blocks.LENGTH) {
                if (watch.isOver()) {
                    return at;
                }
                int count = (int) Math.min(n - at, Blocks.LENGTH);
                block(operands, registers, firstIndex + at, count, at == 0, node);
                tree.add(node, count);
            }
            tree.root(node);
            return n;
        }

        @Override
        public void combine(long[] left, long leftCount, long[] right, long rightCount) {
            fold.combine(left, leftCount, right, rightCount);
        }

        @Override
        public void empty(long[] node) {
            fold.empty(node);
        }
    }
}
