package io.millrace.engine.internal.task;

import io.millrace.engine.internal.pool.CallerFrames;
import io.millrace.engine.internal.pool.Completions;
import io.millrace.engine.internal.pool.JobControl;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.WorkerException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A call whose caller wants all results together: waited for, or as a job.
///
/// @param <R> what the call gives
public final class GatheredCall<R extends @Nullable Object> extends TaskCall implements JobControl<R> {
    private final TaskScheduler scheduler;
    private final Completions completions;
    private final Gathering<R> gathering;
    private volatile long itemsHandedIn;
    private volatile long itemsEnded;
    private volatile boolean cancelled;
    private volatile @Nullable RuntimeException missing;
    private @Nullable CompletableFuture<R> job;
    private @Nullable Runnable completion;
    private boolean over;

    /// What all gathered calls of a pool share.
    ///
    /// @param scheduler runs the items
    /// @param completions complete the jobs
    record Ground(TaskScheduler scheduler, Completions completions) {}

    GatheredCall(Ground ground, EncodedFunction function, TaskLimits limits, Gathering<R> gathering) {
        super(function, limits);
        this.scheduler = ground.scheduler();
        this.completions = ground.completions();
        this.gathering = gathering;
    }

    /// Hands in the one task of a call without input.
    GatheredCall<R> onlyTask() {
        itemsHandedIn = 1;
        scheduler.submitOnly(this);
        return this;
    }

    /// The call completes `job` at its end; instead of [#result].
    @Override
    public void start(CompletableFuture<R> itsJob) {
        boolean late;
        synchronized (this) {
            job = itsJob;
            completion = () -> complete(itsJob);
            late = over;
        }
        if (late) {
            complete(itsJob);
        }
    }

    /// How many items are handed in by now.
    void handedIn(long items) {
        itemsHandedIn = items;
    }

    /// Waits for the end. Interrupted, the call drops the items that wait, waits for those that run, no
    /// longer than the pool's grace time, and restores the flag.
    ///
    /// @throws JobCancelledException when the call is cancelled or interrupted before all items have run
    /// @throws WorkerException when an item failed
    public R result() {
        return result(TaskScheduler.WANTED);
    }

    /// As [#result()], for a result that may become unwanted while the thread waits: then the call ends as
    /// if interrupted.
    R result(BooleanSupplier unwanted) {
        awaitEnd(unwanted);
        RuntimeException reason = missing;
        if (reason != null) {
            throw CallerFrames.of(reason);
        }
        try {
            return gathering.result(unwanted);
        } catch (WorkerException failure) {
            throw CallerFrames.of(failure);
        }
    }

    /// Ends the call because its input threw.
    void giveUp() {
        scheduler.cancel(this);
        awaitEnd(TaskScheduler.WANTED);
    }

    private void awaitEnd(BooleanSupplier unwanted) {
        if (scheduler.awaitEnd(this, unwanted)) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread at a time
    void value(long index, @Nullable Object value) {
        gathering.value(index, value);
        itemsEnded++;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread at a time
    void values(long first, @Nullable Object[] values) {
        gathering.values(first, values);
        itemsEnded += values.length;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread at a time
    void failure(long index, WorkerException failure) {
        gathering.failure(index, failure);
        itemsEnded++;
    }

    @Override
    void end(@Nullable RuntimeException reason) {
        missing = reason;
        synchronized (this) {
            over = true;
            if (job != null) {
                completions.announce();
            }
        }
    }

    /// Stages of the user's that depend on the job must not hold up the thread that collects results.
    @Override
    void complete() {
        CompletableFuture<R> completing = job;
        Runnable how = completion;
        if (completing == null || how == null) {
            return;
        }
        if (gathering.isSlow()) {
            completions.completeElsewhere(how);
        } else {
            completions.complete(completing, how);
        }
    }

    private void complete(CompletableFuture<R> completing) {
        RuntimeException reason = missing;
        if (reason != null && cancelled) {
            completing.completeExceptionally(new CancellationException());
        } else if (reason != null) {
            completing.completeExceptionally(reason);
        } else {
            try {
                completing.complete(gathering.result(() -> cancelled));
            } catch (JobCancelledException unwanted) {
                if (cancelled) {
                    completing.completeExceptionally(new CancellationException());
                } else {
                    completing.completeExceptionally(unwanted);
                }
            } catch (Throwable failure) { // whatever it is, the thread that waits for the job receives it
                completing.completeExceptionally(failure);
            }
        }
    }

    @Override
    public double progress() {
        long total = itemsHandedIn;
        return total == 0 ? 0 : (double) itemsEnded / total;
    }

    @Override
    public boolean abort() {
        cancelled = true;
        scheduler.cancel(this);
        return false;
    }

    @Override
    public boolean abortNow() {
        cancelled = true;
        scheduler.kill(this);
        return false;
    }

    @Override
    public void help(long endNanos) {
        scheduler.await(this, this::isEnded, endNanos);
    }
}
