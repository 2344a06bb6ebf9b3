package io.millrace.engine.task;

import io.millrace.engine.function.ThrownBytes;
import io.millrace.engine.job.Bell;
import io.millrace.engine.job.EachWorker;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.pool.DeathStory;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.WorkerException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;

/// Has a task run once in every worker of a pool, and waits until it was.
public final class EachWorkerCall {
    private static final Duration SLICE = Duration.ofMillis(50);

    private final PoolRegion pool;
    private final Crew crew;
    private final Values values;
    private final EachWorker tasks;

    public EachWorkerCall(PoolRegion pool, Crew crew) {
        this.pool = pool;
        this.crew = crew;
        this.values = Values.in(pool.memory());
        this.tasks = new EachWorker(pool);
    }

    /// Returns when every worker has run it, those who are just being replaced or started too.
    ///
    /// @throws WorkerException of the first worker in which it threw
    /// @throws JobCancelledException when interrupted: the workers run it all the same
    public void run(Object task) {
        int index = tasks.add(values.encode(task));
        Bell news = pool.taskNews();
        while (true) {
            int seen = news.getAcquire();
            boolean done = tasks.isDone(index);
            if (done && tasks.hasFailed(index)) {
                throw failure(index);
            }
            checkAlive(); // where all have gone, all who are there have run it
            if (done) {
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new JobCancelledException(
                        "interrupted while every worker runs a task; it is run all the same, wait for it if that matters");
            }
            if (!pool.isOpen()) {
                throw new JobCancelledException(
                        "the pool was closed before every worker had run a task: pool=%s".formatted(pool.name()));
            }
            news.awaitChange(seen, pool.shape().waiting(), SLICE);
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
        WorkerException.Story story = DeathStory.untold(0, -1, 0);
        String what = "a task for every worker failed in one";
        return tasks.failure(index)
                .map(this::decoded)
                .map(cause -> new WorkerException(
                        "%s: %s; the cause has its stack trace".formatted(what, ThrownBytes.described(cause)), story, cause))
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
