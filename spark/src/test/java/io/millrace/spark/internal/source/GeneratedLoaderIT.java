package io.millrace.spark.internal.source;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.shm.SharedMemory;
import org.junit.jupiter.api.Test;

/// Functions for parts travel to worker processes.
class GeneratedLoaderIT {
    @Test
    void partsMadeByProcessesHaveTheBitsOfTheWhole() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.PROCESS))) {
            for (Generation each : GeneratedLoaderTest.generations()) {
                GeneratedLoaderTest.assertPartsHaveTheBitsOfTheWhole(memory, pool, each);
            }
        }
    }
}
