package io.millrace.engine.worker;

import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.EachWorkerRunner;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskRunner;
import java.time.Duration;

/// What a worker does all its life: compute chunks and run tasks while there are any, by turns, sleep
/// on the pool's word while there are none.
///
/// It ends when the pool is closed and nothing is left to do, or at once when the pool's owner is
/// dead. What was submitted before the pool was closed is seen by a look after that.
public final class WorkerLoop {
    /// A sleep is never longer: a wake may be lost with the process that owed it.
    private static final Duration SLICE = Duration.ofMillis(50);

    private WorkerLoop() {}

    /// What one worker runs.
    public record Runners(ChunkRunner chunks, TaskRunner tasks, EachWorkerRunner each) {}

    /// Returns when the worker is no longer needed.
    public static void run(PoolRegion pool, Runners runners) {
        while (!pool.isAbandoned()) {
            boolean open = pool.isOpen();
            int seen = pool.work().getAcquire();
            boolean worked = runners.each.runNew();
            worked |= runners.chunks.runAny();
            worked |= runners.tasks.runAny();
            if (worked) {
                continue;
            }
            if (!open) {
                return;
            }
            pool.work().awaitChange(seen, pool.shape().waiting(), SLICE);
        }
    }
}
