package io.millrace.engine;

import io.millrace.engine.job.JobSpec;
import io.millrace.engine.job.Partials;
import io.millrace.shm.JobCancelledException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// All jobs of one pool that have not ended. A waiting call runs its job in its own thread, an
/// asynchronous one in a thread of this class; the job table of the file bounds how many are in
/// work at once.
final class Submissions {
    /// As many as the job table has entries.
    private static final int THREADS = 8;

    private final JobRunner.Ground ground;
    private final Set<JobRunner<?>> active = new HashSet<>();
    private final ThreadPoolExecutor threads;
    private boolean refusing;
    private boolean aborting;
    private long submitted;
    private long finished;

    Submissions(JobRunner.Ground ground) {
        this.ground = ground;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> Thread.ofPlatform()
                        .daemon()
                        .name("millrace-job")
                        .unstarted(work));
        threads.allowCoreThreadTimeOut(true);
    }

    <R> R run(JobSpec spec, Function<Partials, R> result) {
        JobRunner<R> runner = new JobRunner<>(ground, spec, result);
        begin(runner);
        try {
            return run(runner);
        } finally {
            end(runner);
        }
    }

    <R> Job<R> start(JobSpec spec, Function<Partials, R> result) {
        JobRunner<R> runner = new JobRunner<>(ground, spec, result);
        Job<R> job = new Job<>(runner);
        begin(runner);
        threads.execute(() -> complete(runner, job));
        return job;
    }

    /// Tables that went away meanwhile are those of another's pool.
    private <R> R run(JobRunner<R> runner) {
        try {
            return runner.run();
        } catch (IllegalStateException unmapped) {
            if (ground.pool().isGone()) {
                throw ground.pool().tablesGone();
            }
            throw unmapped;
        }
    }

    private <R> void complete(JobRunner<R> runner, Job<R> job) {
        Runnable completion;
        try {
            R result = run(runner);
            completion = () -> job.complete(result);
        } catch (JobCancelledException cancelled) {
            completion = isAborting() ? () -> job.completeExceptionally(cancelled) : job::completeCancelled;
        } catch (Throwable failure) { // whatever it is, it belongs to who waits for the job
            completion = () -> job.completeExceptionally(failure);
        }
        end(runner);
        completion.run();
    }

    private synchronized void begin(JobRunner<?> runner) {
        requireOpen();
        active.add(runner);
        submitted++;
    }

    /// @throws IllegalStateException when the pool was told to close
    synchronized void requireOpen() {
        if (refusing) {
            throw new IllegalStateException(
                    "the pool is closed: pool=%s; start another".formatted(ground.pool().name()));
        }
    }

    private synchronized void end(JobRunner<?> runner) {
        active.remove(runner);
        finished++;
        notifyAll();
    }

    /// New jobs are refused from now on.
    synchronized void refuse() {
        refusing = true;
    }

    synchronized void abortAll() {
        aborting = true;
        active.forEach(JobRunner::abort);
    }

    private synchronized boolean isAborting() {
        return aborting;
    }

    /// Returns when the last job has ended.
    synchronized void awaitAll() {
        boolean interrupted = false;
        while (!active.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        threads.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized long submitted() {
        return submitted;
    }

    synchronized long finished() {
        return finished;
    }
}
