package io.millrace.engine;

import io.millrace.engine.task.TaskCall;
import io.millrace.engine.task.TaskReceiver;
import io.millrace.engine.task.TaskScheduler;
import io.millrace.shm.WorkerException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One call with object tasks whose results are wanted all together, from its first item to its
/// end: waited for, or as a [Job].
final class TaskRun<R extends @Nullable Object> implements Job.Running, TaskReceiver {
    private static final long FOREVER = Long.MAX_VALUE / 2;

    private final TaskScheduler scheduler;
    private final Gathering<R> gathering;
    private final TaskCall call;
    private volatile long handedIn;
    private volatile long ended;
    private volatile boolean cancelled;
    private volatile @Nullable RuntimeException missing;
    private @Nullable Job<R> job;
    private boolean over;

    /// @param open begins the call with this receiver
    TaskRun(TaskScheduler scheduler, Gathering<R> gathering, Function<TaskReceiver, TaskCall> open) {
        this.scheduler = scheduler;
        this.gathering = gathering;
        this.call = open.apply(this);
    }

    TaskCall call() {
        return call;
    }

    /// Hands in the one task of a call without input.
    TaskRun<R> onlyTask() {
        handedIn = 1;
        scheduler.submitOnly(call);
        return this;
    }

    /// The call as a job; instead of [#result].
    Job<R> job() {
        Job<R> made = new Job<>(this);
        boolean late;
        synchronized (this) {
            job = made;
            late = over;
        }
        if (late) {
            complete(made);
        }
        return made;
    }

    /// So many items are handed in.
    void handedIn(long items) {
        handedIn = items;
    }

    /// Waits for the end. Interrupted, it drops what waits, waits for what runs and restores the
    /// flag.
    ///
    /// @throws io.millrace.shm.JobCancelledException when cancelled or interrupted before all had run
    R result() {
        awaitEnd();
        RuntimeException reason = missing;
        if (reason != null) {
            throw reason;
        }
        return gathering.result();
    }

    /// Gives the call up, because of what its input threw.
    void giveUp() {
        scheduler.cancel(call);
        awaitEnd();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (!scheduler.await(call, call::isEnded, System.nanoTime() + FOREVER)) {
            interrupted = Thread.interrupted();
            scheduler.cancel(call);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread at a time
    public void value(long index, @Nullable Object value) {
        gathering.value(index, value);
        ended++;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread at a time
    public void failure(long index, WorkerException failure) {
        gathering.failure(index, failure);
        ended++;
    }

    /// Stages of the user's that depend on the job must not hold up who collects results.
    @Override
    public void end(@Nullable RuntimeException reason) {
        missing = reason;
        Job<R> completing;
        synchronized (this) {
            over = true;
            completing = job;
        }
        if (completing == null) {
            return;
        }
        if (completing.getNumberOfDependents() > 0) {
            completing.defaultExecutor().execute(() -> complete(completing));
        } else {
            complete(completing);
        }
    }

    private void complete(Job<R> completing) {
        RuntimeException reason = missing;
        if (reason != null && cancelled) {
            completing.completeCancelled();
        } else if (reason != null) {
            completing.completeExceptionally(reason);
        } else {
            try {
                completing.complete(gathering.result());
            } catch (Throwable failure) { // whatever it is, it belongs to who waits for the job
                completing.completeExceptionally(failure);
            }
        }
    }

    @Override
    public double progress() {
        long total = handedIn;
        return total == 0 ? 0 : (double) ended / total;
    }

    @Override
    public boolean abort() {
        cancelled = true;
        scheduler.cancel(call);
        return false;
    }

    @Override
    public boolean abortNow() {
        cancelled = true;
        scheduler.kill(call);
        return false;
    }

    @Override
    public void help(long endNanos) {
        scheduler.await(call, call::isEnded, endNanos);
    }
}
