package io.millrace.engine;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;

/// A short program: a pool, an array, one small job. The classes that it loads in between mark its steps in
/// the JVM's log of loaded classes.
final class FirstResultMain {
    private FirstResultMain() {}

    static final class Begin {
        private Begin() {}

        static void mark() {}
    }

    static final class End {
        private End() {}

        static void mark() {}
    }

    private static Pool start(SharedMemory memory, String[] arguments) {
        return arguments.length == 0
                ? Pool.start(memory, 1)
                : Pool.start(memory, PoolOptions.defaults().workers(1).kernel(KernelKind.valueOf(arguments[0])));
    }

    /// @param arguments the kernels to compute with; none: the usual ones
    public static void main(String[] arguments) {
        try (SharedMemory memory = SharedMemory.temporary(1 << 20)) {
            Begin.mark();
            try (Pool pool = start(memory, arguments)) {
                var twos = memory.newDoubleArray("twos", 1_000);
                twos.fill(2);
                double sum = pool.mapReduce(twos, DoubleUnaryOp.SQUARE, Reduction.SUM);
                End.mark();
                System.out.println(sum);
            }
        }
    }
}
