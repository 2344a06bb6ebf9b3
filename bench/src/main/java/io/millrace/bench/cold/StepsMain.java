package io.millrace.bench.cold;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.RemoteCallable;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;

/// Main program that does each thing once and tells how long each took.
final class StepsMain {
    private static final long ELEMENTS = 1_000;
    private static final long BYTES = 1L << 20;

    private StepsMain() {}

    /// @param arguments workers
    public static void main(String[] arguments) throws Exception {
        Laps laps = new Laps();
        SharedMemory memory = SharedMemory.temporary(BYTES);
        laps.lap("memory");
        Pool pool = Pool.start(memory, PoolOptions.defaults().workers(Integer.parseInt(arguments[0])));
        laps.lap("pool");
        DoubleArray array = memory.newDoubleArray("array", ELEMENTS);
        laps.lap("array");
        pool.reduce(array, Reduction.SUM);
        laps.lap("job.1");
        pool.mapReduce(array, DoubleUnaryOp.SQUARE, Reduction.SUM);
        laps.lap("job.2");
        pool.awaitWorkers();
        laps.lap("workers");
        pool.submit((RemoteCallable<Integer>) () -> 1).get();
        laps.lap("task.1");
        pool.submit((RemoteCallable<Integer>) () -> 2).get();
        laps.lap("task.2");
        pool.map(array, value -> value * value, array);
        laps.lap("function.1");
        pool.map(array, value -> value + 1, array);
        laps.lap("function.2");
        pool.close();
        memory.close();
        laps.lap("close");
        laps.print();
    }
}
