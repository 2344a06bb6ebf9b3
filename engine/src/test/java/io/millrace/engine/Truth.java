package io.millrace.engine;

import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.ScalarKernels;
import io.millrace.engine.internal.kernel.SummationTree;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/// What a job must give: the scalar kernels in one thread over plain heap memory, without pool,
/// file or chunks.
final class Truth {
    private static final int BLOCK = 4096;

    private Truth() {}

    /// Numbers with NaN, infinities, both zeros and subnormals among them.
    static double[] wildDoubles(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] special = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, Double.MIN_VALUE, -1e-310
        };
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            int roll = random.nextInt(64);
            values[i] = roll < special.length ? special[roll] : random.nextDouble(-1e6, 1e6);
        }
        return values;
    }

    /// Finite numbers of mixed size, whose sum depends on the order of additions.
    static double[] tameDoubles(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextDouble(-1, 1) * Math.scalb(1.0, random.nextInt(-40, 40));
        }
        return values;
    }

    /// The root of the tree over heap memory.
    static long[] fold(Work work, MemorySegment first, MemorySegment second, long length, int elementSize) {
        BlockKernel.Folding kernel = (BlockKernel.Folding) new ScalarKernels().compile(work);
        SummationTree tree = new SummationTree(kernel);
        long[] node = new long[kernel.nodeWords()];
        for (long begin = 0; begin < length; begin += BLOCK) {
            int n = (int) Math.min(BLOCK, length - begin);
            kernel.fold(
                    new Operands(slice(first, begin, n, elementSize), slice(second, begin, n, elementSize),
                            MemorySegment.NULL, Store.CACHED),
                    begin,
                    n,
                    node);
            tree.add(node, n);
        }
        tree.root(node);
        return node;
    }

    private static MemorySegment slice(MemorySegment segment, long begin, int n, int elementSize) {
        return segment.equals(MemorySegment.NULL)
                ? segment : segment.asSlice(begin * elementSize, (long) n * elementSize);
    }

    /// Bits of the sum.
    static long sumBits(double[] values) {
        return fold(
                new Work.Reduce(null, ElementType.DOUBLE, Reduction.SUM),
                MemorySegment.ofArray(values),
                MemorySegment.NULL,
                values.length,
                8)[0];
    }
}
