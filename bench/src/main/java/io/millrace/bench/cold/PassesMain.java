package io.millrace.bench.cold;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;

/// Main program of the first passes of a new pool over a fresh array: its workers fill the array, then sum it.
final class PassesMain {
    private static final long ROOM_BYTES = 1L << 20;
    private static final int FILLS = 2;
    private static final int SUMS = 10;

    private PassesMain() {}

    /// @param arguments elements, workers
    public static void main(String[] arguments) {
        long elements = Long.parseLong(arguments[0]);
        try (SharedMemory memory = SharedMemory.temporary(elements * Double.BYTES + ROOM_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(Integer.parseInt(arguments[1])))) {
            DoubleArray array = memory.newDoubleArray("array", elements);
            pool.awaitWorkers();
            Laps laps = new Laps();
            for (int pass = 1; pass <= FILLS; pass++) {
                pool.fill(array, 0.5);
                laps.lap("fill." + pass);
            }
            for (int pass = 1; pass <= SUMS; pass++) {
                pool.reduce(array, Reduction.SUM);
                laps.lap("sum." + pass);
            }
            laps.print();
        }
    }
}
