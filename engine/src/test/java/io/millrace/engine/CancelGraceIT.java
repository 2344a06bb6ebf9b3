package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A cancel that comes while the job's thread looks at the job: no worker is killed before the grace time is over.
@Timeout(120)
class CancelGraceIT {
    private static final int ROUNDS = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void noWorkerThatGivesUpInTimeIsKilled() {
        PoolOptions options = PoolOptions.defaults().workers(2).cancelGrace(Duration.ofHours(1));
        try (SharedMemory memory = SharedMemory.temporary(80L << 20);
                Pool pool = Pool.start(memory, options)) {
            DoubleArray in = memory.newDoubleArray("in", 4_000_000);
            DoubleArray out = memory.newDoubleArray("out", 4_000_000);
            pool.awaitWorkers();
            for (int round = 0; round < ROUNDS; round++) {
                Job<Void> job = pool.mapAsync(in, DoubleUnaryOp.NEGATE, out);
                Await.until("the job is in work", LIMIT, () -> job.progress() > 0);
                job.cancel(true);
            }
            pool.map(in, DoubleUnaryOp.SQUARE, out);
            assertEquals(0, pool.stats().workerDeaths());
        }
    }
}
