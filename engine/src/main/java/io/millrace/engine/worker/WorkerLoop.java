package io.millrace.engine.worker;

import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.PoolRegion;
import java.time.Duration;

/// What a worker does all its life: compute chunks while there are any, sleep on the pool's word
/// while there are none.
///
/// It ends when the pool is closed and nothing is left to compute, or at once when the pool's owner
/// is dead.
public final class WorkerLoop {
    /// A sleep is never longer: a wake may be lost with the process that owed it.
    private static final Duration SLICE = Duration.ofMillis(50);

    private WorkerLoop() {}

    /// Returns when the worker is no longer needed.
    public static void run(PoolRegion pool, ChunkRunner runner) {
        while (!pool.isAbandoned()) {
            int seen = pool.work().getAcquire();
            if (runner.runAny()) {
                continue;
            }
            if (!pool.isOpen()) {
                return;
            }
            pool.work().awaitChange(seen, pool.shape().waiting(), SLICE);
        }
    }
}
