package io.millrace.engine;

import io.millrace.engine.internal.pool.JobControl;
import io.millrace.shm.Waitable;
import io.millrace.shm.internal.wait.LocalBell;
import io.millrace.shm.internal.wait.WaitSources;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A submitted job: a future with progress.
///
/// A job completes when its last chunk or task has ended: with the result, or with the exception
/// that the waiting form of the call throws. No chunk or task runs any more then, so nothing is
/// written to the output of a completed job. Stages that depend on the job run in threads of the
/// pool; a stage that is added after the end runs in the thread that adds it. A stage may take
/// long, wait for other jobs, submit, and close the pool. [Pool#close] returns after the stages
/// that were added before their job ended.
///
/// `Wait.any` waits for jobs together with queues, pipes, events and processes.
///
/// @param <R> type of the result
public final class Job<R extends @Nullable Object> extends CompletableFuture<R> implements Waitable {
    static {
        WaitSources.register(Job.class, job -> job.bell.source(job, job::isDone));
    }

    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private final JobControl<R> control;
    private final LocalBell bell = new LocalBell();

    private Job(JobControl<R> control) {
        this.control = control;
    }

    /// Starts a call, which completes the job at its end.
    static <R extends @Nullable Object> Job<R> start(JobControl<R> control) {
        Job<R> job = new Job<>(control);
        control.start(job);
        return job;
    }

    /// The jobs, of one pool or of several, in the order in which they end.
    public static <R extends @Nullable Object> CompletedJobs<R> asCompleted(Collection<? extends Job<R>> jobs) {
        return new CompletedJobs<>(jobs);
    }

    /// Finished share of the work, 0 to 1.
    public double progress() {
        return isDone() && !isCompletedExceptionally() ? 1 : control.progress();
    }

    /// Stops the job, and returns when no chunk or task of it runs. Array work stops between
    /// chunks, after some milliseconds; a job in place leaves each block whole, with its old or its
    /// new elements. Tasks that have begun run to their end.
    ///
    /// When a function of your own has not returned after [PoolOptions#cancelGrace], the worker
    /// processes that run it are killed and replaced. A worker thread or the calling thread cannot
    /// be killed: there, this call returns only when the function does.
    ///
    /// @param mayInterruptIfRunning true: worker processes that run tasks of the job are killed and
    ///         replaced, worker threads are interrupted; array work is stopped as with false
    /// @return whether the job was stopped before it was done
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return isCancelled();
        }
        if (mayInterruptIfRunning ? control.abortNow() : control.abort()) {
            super.cancel(false);
            return true;
        }
        try {
            join();
        } catch (CancellationException | CompletionException ended) {
            return isCancelled();
        }
        return false;
    }

    /// Waits for the result. The waiting thread collects the results of tasks itself if no other
    /// thread does.
    ///
    /// @throws InterruptedException when the thread is interrupted; the job goes on
    /// @throws ExecutionException with what the waiting form of the call throws as its cause
    /// @throws CancellationException when the job was cancelled
    @Override
    public R get() throws InterruptedException, ExecutionException {
        help(FOREVER_NANOS);
        return super.get();
    }

    /// As [#get()], no longer than `timeout`.
    ///
    /// @throws InterruptedException when the thread is interrupted; the job goes on
    /// @throws ExecutionException with what the waiting form of the call throws as its cause
    /// @throws TimeoutException when the time ran out first
    /// @throws CancellationException when the job was cancelled
    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long begin = System.nanoTime();
        long nanos = unit.toNanos(timeout);
        help(Math.min(nanos, FOREVER_NANOS));
        return super.get(Math.max(0, nanos - (System.nanoTime() - begin)), TimeUnit.NANOSECONDS);
    }

    /// As [#get()], with unchecked exceptions; an interrupt does not end the wait.
    ///
    /// @throws CompletionException with what the waiting form of the call throws as its cause
    /// @throws CancellationException when the job was cancelled
    @Override
    public R join() {
        help(FOREVER_NANOS);
        return super.join();
    }

    private void help(long nanos) {
        if (!isDone() && nanos > 0) {
            control.help(System.nanoTime() + nanos);
        }
    }

    /// @hidden Dependent stages are plain futures.
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
