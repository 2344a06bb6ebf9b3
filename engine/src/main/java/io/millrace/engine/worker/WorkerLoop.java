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
/// dead. What was submitted before the pool was closed is seen by a look after that. It also ends,
/// between two pieces of work, when the owner sent it home or when it has run as many tasks as one
/// worker may.
public final class WorkerLoop {
    /// A sleep is never longer: a wake may be lost with the process that owed it.
    private static final Duration SLICE = Duration.ofMillis(50);

    private final PoolRegion pool;
    private final Runners runners;
    private final int seat;
    private long restsSince;

    private WorkerLoop(PoolRegion pool, Runners runners) {
        this.pool = pool;
        this.runners = runners;
        this.seat = runners.chunks.seat();
    }

    /// What one worker runs.
    public record Runners(ChunkRunner chunks, TaskRunner tasks, EachWorkerRunner each) {}

    /// Returns when the worker is no longer needed.
    public static void run(PoolRegion pool, Runners runners) {
        new WorkerLoop(pool, runners).run();
    }

    private void run() {
        while (!pool.isAbandoned()) {
            boolean open = pool.isOpen();
            if (open && (runners.tasks.isSpent() || pool.seats().goesHome(seat))) {
                return;
            }
            int seen = pool.work().getAcquire();
            boolean worked = runners.each.runNew();
            worked |= runners.chunks.runAny();
            worked |= runners.tasks.runAny();
            if (worked) {
                restsSince = 0;
                continue;
            }
            if (!open) {
                return;
            }
            rest(seen);
        }
    }

    /// Whoever was woken in vain has rested all the time, but while it looks for work it counts as
    /// working.
    private void rest(int seen) {
        if (restsSince == 0) {
            restsSince = System.nanoTime();
        }
        pool.seats().rest(seat, restsSince);
        if (pool.work().awaitChange(seen, pool.shape().waiting(), SLICE)) {
            pool.seats().rest(seat, 0);
        }
    }
}
