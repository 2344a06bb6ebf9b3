package io.millrace.engine.internal.task;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.PerWorkerTasks;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.jvm.ExitReport;
import io.millrace.engine.internal.lambda.ItemCodec;
import io.millrace.engine.internal.lambda.ThrownBytes;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.WorkerException;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Runs a task once in every worker of a pool, and waits until all workers have run it.
final class PerWorkerCall {
    private final PoolRegion pool;
    private final Crew crew;
    private final ItemCodec values;
    private final PerWorkerTasks tasks;

    PerWorkerCall(PoolRegion pool, Crew crew) {
        this.pool = pool;
        this.crew = crew;
        this.values = ItemCodec.in(pool.memory());
        this.tasks = new PerWorkerTasks(pool);
    }

    /// Returns when every worker has run the task, workers that are being replaced or started too; workers
    /// whose start failed run it when their start succeeds.
    ///
    /// @throws WorkerException of the first worker in which the task threw
    /// @throws JobCancelledException when the thread is interrupted: the workers run the task all the same
    void run(Object task) {
        int index = tasks.add(values.encode(task));
        EventCount news = pool.taskNews();
        while (true) {
            int seen = news.epoch();
            boolean done = tasks.isDone(index, crew.startFailures().workerSlots());
            if (done && tasks.hasFailed(index)) {
                throw failure(index);
            }
            checkAlive(); // when no worker is left, all workers have run it
            if (done) {
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new JobCancelledException(
                        "interrupted while every worker runs a task; it is run all the same, wait for it if"
                                + " that matters");
            }
            if (!pool.isOpen()) {
                throw new JobCancelledException(
                        "the pool was closed before every worker had run a task: pool=%s".formatted(pool.name()));
            }
            news.awaitChange(seen, pool.shape().waiting(), Deadline.SLICE);
        }
    }

    private void checkAlive() {
        WorkerException failure = crew.failure();
        if (failure != null) {
            throw failure;
        }
        if (pool.isAbandoned()) {
            throw pool.ownerDied();
        }
    }

    private WorkerException failure(int index) {
        WorkerException.Story story = ExitReport.unknown(0, -1, 0);
        String what = "a task for every worker failed in one";
        return tasks.failure(index)
                .map(this::decoded)
                .map(cause -> new WorkerException(
                        "%s: %s; the cause has its stack trace".formatted(what, ThrownBytes.described(cause)), story,
                        cause))
                .orElseGet(() -> new WorkerException(what + ", and there was no room to tell more", story));
    }

    private Throwable decoded(byte[] bytes) {
        try {
            return (Throwable) Objects.requireNonNull(values.decode(MemorySegment.ofArray(bytes)));
        } catch (Throwable unreadable) { // constructors are code of the user's
            return unreadable;
        }
    }
}
