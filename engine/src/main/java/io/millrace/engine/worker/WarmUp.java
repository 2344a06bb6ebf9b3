package io.millrace.engine.worker;

import io.millrace.engine.kernel.BlockKernel.Elementwise;
import io.millrace.engine.kernel.BlockKernel.Folding;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Kernels;
import io.millrace.engine.kernel.Op;
import io.millrace.engine.kernel.Operands;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Store;
import io.millrace.engine.kernel.Work;
import io.millrace.shm.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Loads and links, before a worker takes its seat, what its first chunk would otherwise wait for: a
/// chunk is to be held for milliseconds, so that a kill from outside seldom meets the same one twice.
final class WarmUp {
    private static final int ELEMENTS = 64;

    private WarmUp() {}

    static void run(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment elements = arena.allocate(ELEMENTS * 8L, 64);
            Work sum = new Work.Reduce(null, ElementType.DOUBLE, Reduction.SUM);
            if (kernels.compile(sum) instanceof Folding fold) {
                fold.fold(Operands.in(elements), ELEMENTS, new long[fold.nodeWords() * fold.blocksPerCall()]);
            }
            Work square = new Work.Map(Op.of(DoubleUnaryOp.SQUARE), ElementType.DOUBLE, ElementType.DOUBLE);
            if (kernels.compile(square) instanceof Elementwise map) {
                map.run(new Operands(elements, MemorySegment.NULL, elements, Store.CACHED), 0, ELEMENTS);
            }
        }
    }
}
