package io.millrace.bench.cold;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;

/// Main program that makes pools one after another, each for one job, then one pool with many workers.
final class PoolsMain {
    private static final long ELEMENTS = 1_000_000;
    private static final long ROOM_BYTES = 64L << 20;

    private PoolsMain() {}

    /// @param arguments how many pools of each kind, workers of the last pool
    public static void main(String[] arguments) {
        int pools = Integer.parseInt(arguments[0]);
        int many = Integer.parseInt(arguments[1]);
        try (SharedMemory memory = SharedMemory.temporary(ELEMENTS * Double.BYTES + ROOM_BYTES)) {
            DoubleArray array = memory.newDoubleArray("array", ELEMENTS);
            Laps laps = new Laps();
            for (WorkerKind kind : new WorkerKind[] {WorkerKind.THREAD, WorkerKind.PROCESS}) {
                for (int pool = 0; pool < pools; pool++) {
                    computeInOnePool(memory, array, PoolOptions.defaults().workerKind(kind).workers(2));
                }
                laps.lap("pools." + kind);
            }
            try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(many))) {
                pool.mapReduce(array, DoubleUnaryOp.SQUARE, Reduction.SUM);
                laps.lap("many.sum");
                pool.awaitWorkers();
                laps.lap("many.workers");
                pool.mapReduce(array, value -> value * value, Reduction.SUM);
                laps.lap("many.function");
            }
            laps.lap("many.close");
            laps.print();
        }
    }

    private static void computeInOnePool(SharedMemory memory, DoubleArray array, PoolOptions options) {
        try (Pool pool = Pool.start(memory, options)) {
            pool.mapReduce(array, DoubleUnaryOp.SQUARE, Reduction.SUM);
        }
    }
}
