package io.millrace.engine;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.Rehearsal;

/// A pool of one thread, which does what a worker JVM does.
public final class EngineRehearsal implements Rehearsal {
    @Override
    public void run() {
        PoolOptions options = PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD);
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("rehearsal.mill"), 1 << 20)) {
            DoubleArray data = memory.newDoubleArray("data", 10_000);
            try (Pool pool = Pool.start(memory, options)) {
                pool.awaitWorkers();
                pool.map(data, DoubleUnaryOp.NEGATE, data);
                pool.reduce(data, Reduction.SUM);
            }
        }
    }
}
