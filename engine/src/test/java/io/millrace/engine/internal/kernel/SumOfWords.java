package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.shm.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reduces the output of a map, as a second job would.
final class SumOfWords {

    private SumOfWords() {}

    static Trial.Result of(Work.Reduce work, Trial.Result mapped, Kernels kernels) {
        Folding kernel = (Folding) kernels.compile(work);
        ElementType type = work.in();
        int length = mapped.words().length;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) length * type.byteSize(), 64);
            for (int i = 0; i < length; i++) {
                if (type.byteSize() == Long.BYTES) {
                    memory.setAtIndex(ValueLayout.JAVA_LONG, i, mapped.words()[i]);
                } else {
                    memory.setAtIndex(ValueLayout.JAVA_INT, i, (int) mapped.words()[i]);
                }
            }
            SummationTree tree = new SummationTree(kernel);
            long[] node = new long[kernel.nodeWords()];
            for (int at = 0; at < length; at += Blocks.LENGTH) {
                int n = Math.min(Blocks.LENGTH, length - at);
                kernel.fold(Operands.in(memory.asSlice((long) at * type.byteSize())), n, node);
                tree.add(node, n);
            }
            tree.root(node);
            return new Trial.Result(Numbers.canonical(work, node), "");
        }
    }
}
