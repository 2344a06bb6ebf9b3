package io.millrace.bench.cold;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;

/// Main program that tells when, since its command was given, it had the first small result and when all workers
/// were ready.
final class FirstMain {
    private static final long NANOS = 1_000_000;

    private FirstMain() {}

    /// @param arguments workers, then the milliseconds of the clock when the command was given
    public static void main(String[] arguments) {
        long given = Long.parseLong(arguments[1]);
        try (SharedMemory memory = SharedMemory.temporary(1L << 20);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(Integer.parseInt(arguments[0])))) {
            DoubleArray array = memory.newDoubleArray("array", 1_000);
            pool.reduce(array, Reduction.SUM);
            System.out.println("result " + (System.currentTimeMillis() - given) * NANOS);
            pool.awaitWorkers();
            System.out.println("workers " + (System.currentTimeMillis() - given) * NANOS);
        }
    }
}
