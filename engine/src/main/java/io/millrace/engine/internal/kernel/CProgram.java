package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.CKernels;
import io.millrace.ckernel.ProgramFunction;
import io.millrace.ckernel.ProgramFunction.Step;
import io.millrace.ckernel.RedoChunk;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.BlockKernel.RangeFolding;
import io.millrace.engine.internal.kernel.BlockKernel.Redoing;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Registers;
import io.millrace.engine.internal.kernel.loops.Store;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates an expression in C, any number of blocks in one call, with the [registers][Registers] of the
/// calling thread as scratch blocks.
final class CProgram {
    private static final ThreadLocal<ProgramFunction.Table> TABLE =
            ThreadLocal.withInitial(() -> new ProgramFunction.Table(Program.MAX_ARRAYS, Registers.atLeast(0)));

    /// The end of the name of a kernel that writes past the caches.
    static final String STREAMING = "_nt";

    private CProgram() {}

    /// @return null if C lacks the kernel of a step
    static @Nullable Writing writing(CKernels kernels, List<Step> steps, int arrays) {
        List<Step> ending = ending(steps, "");
        ProgramFunction cached = kernels.program(ending, arrays, null, 0);
        ProgramFunction streaming = kernels.program(ending(steps, STREAMING), arrays, null, 0);
        ProgramFunction redo = kernels.redoProgram(ending, arrays);
        return cached == null || streaming == null || redo == null ? null : new Writing(cached, streaming, redo);
    }

    /// The steps with the output as the target of the last one.
    private static List<Step> ending(List<Step> steps, String twin) {
        List<Step> ending = new ArrayList<>(steps);
        Step last = ending.removeLast();
        ending.add(new Step(
                last.kernel() + twin, last.first(), last.second(), last.third(), ProgramFunction.OUT, last.params()));
        return ending;
    }

    /// @param fold its name
    /// @return null if C lacks the kernel of a step, or the fold
    static @Nullable Reducing reducing(
            CKernels kernels, List<Step> steps, Program program, String fold, NodeRule rule) {
        ProgramFunction function = kernels.program(steps, program.arrays(), fold, program.result());
        return function == null ? null : new Reducing(rule, function);
    }

    /// An operation on three elements as a program of one step: C has no other call with three inputs.
    ///
    /// @param kernel its name
    /// @return null if C lacks it
    static @Nullable Redoing zip3(CKernels kernels, String kernel) {
        Step step = new Step(kernel, -1, -2, -3, ProgramFunction.OUT, new long[2]);
        Writing program = writing(kernels, List.of(step), 3);
        return program == null ? null : new Zip3(program);
    }

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
    ///
    /// @param redo the same in place
    record Writing(ProgramFunction cached, ProgramFunction streaming, ProgramFunction redo) implements Redoing {
        @Override
        public void run(Operands operands, long firstIndex, long n) {
            run(operands, firstIndex, n, Watch.NONE);
        }

        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            ProgramFunction program = operands.store() == Store.STREAMING ? streaming : cached;
            return CProgram.run(program, operands, firstIndex, n, operands.out(), watch);
        }

        @Override
        public long redo(Operands operands, long firstIndex, long n, RedoChunk chunk, Watch watch) {
            return redo.redo(operands.inputs(), firstIndex, n, chunk, table(redo.scratchBlocks()), watch);
        }
    }

    /// @param program of which the inputs are the arrays
    private record Zip3(Writing program) implements Redoing {
        @Override
        public void run(Operands operands, long firstIndex, long n) {
            run(operands, firstIndex, n, Watch.NONE);
        }

        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            return program.run(asArrays(operands), 0, n, watch);
        }

        @Override
        public long redo(Operands operands, long firstIndex, long n, RedoChunk chunk, Watch watch) {
            return program.redo(asArrays(operands), 0, n, chunk, watch);
        }

        private static Operands asArrays(Operands operands) {
            MemorySegment none = MemorySegment.NULL;
            MemorySegment[] arrays = {operands.first(), operands.second(), operands.third()};
            return new Operands(none, none, none, operands.out(), operands.store(), arrays);
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
