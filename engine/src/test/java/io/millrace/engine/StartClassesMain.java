package io.millrace.engine;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;

/// A short program with small and large jobs. The class that it loads first of all marks its beginning in the
/// JVM's log of loaded classes, and another the step from the memory to the pool.
final class StartClassesMain {
    private static final int SMALL = 1_000;
    private static final int LARGE = 1_000_000;

    private StartClassesMain() {}

    static final class Pools {
        private Pools() {}

        static void mark() {}
    }

    public static void main(String[] arguments) {
        try (SharedMemory memory = SharedMemory.temporary(3L * LARGE * Double.BYTES)) {
            Pools.mark();
            try (Pool pool = Pool.start(memory, 2)) {
                use(pool, memory.newDoubleArray("x", LARGE), memory.newDoubleArray("y", LARGE));
                use(pool, memory.newDoubleArray("x2", SMALL), memory.newDoubleArray("y2", SMALL));
            }
        }
    }

    private static void use(Pool pool, DoubleArray x, DoubleArray y) {
        pool.fill(x, 0.5);
        double sum = pool.reduce(x, Reduction.SUM) + pool.mapReduce(x, DoubleUnaryOp.SQUARE, Reduction.SUM);
        pool.map(x, DoubleUnaryOp.SQUARE, y);
        System.out.println(sum);
    }
}
