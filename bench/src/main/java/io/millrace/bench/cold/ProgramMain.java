package io.millrace.bench.cold;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;

/// Main program of a small whole program: a file, a pool, two arrays, fill, sum, squares, close.
final class ProgramMain {
    private static final long ROOM_BYTES = 1L << 20;

    private ProgramMain() {}

    /// @param arguments elements, workers
    public static void main(String[] arguments) {
        long elements = Long.parseLong(arguments[0]);
        try (SharedMemory memory = SharedMemory.temporary(2 * elements * Double.BYTES + ROOM_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(Integer.parseInt(arguments[1])))) {
            DoubleArray in = memory.newDoubleArray("in", elements);
            DoubleArray out = memory.newDoubleArray("out", elements);
            pool.fill(in, 0.5);
            System.out.println("sum " + pool.reduce(in, Reduction.SUM));
            pool.map(in, DoubleUnaryOp.SQUARE, out);
        }
    }
}
