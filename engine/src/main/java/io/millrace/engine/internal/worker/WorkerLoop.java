package io.millrace.engine.internal.worker;

import io.millrace.engine.internal.job.PoolActivity;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.WorkerCalls;
import io.millrace.engine.internal.runner.ChunkRunner;
import io.millrace.engine.internal.runner.PerWorkerTaskRunner;
import io.millrace.engine.internal.runner.TaskRunner;

/// The main loop of a worker: it computes chunks and runs tasks alternately while there are any,
/// and sleeps on the pool's `work` word while there are none.
///
/// The loop ends when the pool is closed and no work is left, or at once when the pool's owner is
/// dead. Because the worker reads the state of the pool before it looks for work, it finds all work
/// that was submitted before the pool was closed. Between two chunks or tasks the loop also ends
/// when the owner has retired this worker, or when the worker has run as many tasks as one worker
/// may.
public final class WorkerLoop {
    private final PoolRegion pool;
    private final Runners runners;
    private final int workerSlot;
    private boolean preparedForTasks;
    private boolean computedLast;
    private long idleSinceNanos;

    private WorkerLoop(PoolRegion pool, Runners runners) {
        this.pool = pool;
        this.runners = runners;
        this.workerSlot = runners.chunks.workerSlot();
    }

    /// The runners of one worker, one for each kind of work.
    ///
    /// @param beforeTasks runs once, as soon as the worker has nothing else to do or a task waits
    public record Runners(
            ChunkRunner chunks, TaskRunner tasks, PerWorkerTaskRunner each, Runnable beforeTasks) {}

    /// Runs until the worker is no longer needed.
    public static void run(PoolRegion pool, Runners runners) {
        new WorkerLoop(pool, runners).run();
    }

    private void run() {
        while (!pool.isAbandoned()) {
            boolean open = pool.isOpen();
            if (open && (runners.tasks.isSpent() || pool.workerSlots().isRetiring(workerSlot))) {
                return;
            }
            int seen = pool.work().epoch();
            boolean worked = runners.each.runNew();
            if (runners.chunks.runAny()) {
                worked = true;
                computedLast = true;
            }
            runners.chunks.pause();
            if (open && !preparedForTasks && (!worked || PoolActivity.hasWaitingTask(pool))) {
                prepareForTasks();
                continue; // other work may have come meanwhile
            }
            if (runners.tasks.runAny()) {
                worked = true;
                computedLast = false;
            }
            if (worked) {
                idleSinceNanos = 0;
                continue;
            }
            if (!open) {
                return;
            }
            sleep(seen);
        }
    }

    private void prepareForTasks() {
        preparedForTasks = true;
        runners.beforeTasks.run();
    }

    /// Sleeps until work may have come. A worker that was woken and found no work has been idle
    /// since its last work, but counts as working while it looks for work.
    private void sleep(int seen) {
        if (idleSinceNanos == 0) {
            idleSinceNanos = System.nanoTime();
        }
        pool.workerSlots().rest(workerSlot, idleSinceNanos);
        if (WorkerCalls.await(pool, workerSlot, seen, computedLast)) {
            pool.workerSlots().rest(workerSlot, 0);
        }
    }
}
