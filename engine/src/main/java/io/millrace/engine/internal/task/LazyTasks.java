package io.millrace.engine.internal.task;

import io.millrace.engine.internal.pool.Completions;
import io.millrace.engine.internal.pool.PoolBackend;
import io.millrace.shm.internal.wait.Deadline;
import org.jspecify.annotations.Nullable;

/// The tasks of a pool, with their scheduler, made for the first call over items: a program that uses
/// arrays alone needs neither.
///
/// A scheduler that is made after the pool was told to refuse or to drop work is told so at once.
public final class LazyTasks implements AutoCloseable {
    private final PoolBackend backend;
    private final Completions completions;
    private @Nullable Made made;
    private boolean refusing;
    private boolean dropping;

    private record Made(TaskScheduler scheduler, Tasks tasks) {}

    public LazyTasks(PoolBackend backend, Completions completions) {
        this.backend = backend;
        this.completions = completions;
    }

    /// The tasks.
    public synchronized Tasks get() {
        Made known = made;
        if (known == null) {
            TaskScheduler scheduler = Tasks.scheduler(backend);
            if (dropping) {
                scheduler.dropAll();
            } else if (refusing) {
                scheduler.refuse();
            }
            known = new Made(scheduler, new Tasks(backend, scheduler, completions));
            made = known;
        }
        return known.tasks;
    }

    private synchronized @Nullable Made made() {
        return made;
    }

    private synchronized @Nullable Made madeUntilRefused(boolean dropped) {
        refusing = true;
        dropping |= dropped;
        return made;
    }

    /// Refuses new calls from now on; open calls take no more items.
    public void refuse() {
        Made known = madeUntilRefused(false);
        if (known != null) {
            known.scheduler.refuse();
        }
    }

    /// Refuses new calls from now on, and drops the open ones.
    public void dropAll() {
        Made known = madeUntilRefused(true);
        if (known != null) {
            known.scheduler.dropAll();
        }
    }

    /// As [#dropAll], and kills the workers that run items.
    public void abortAll() {
        Made known = madeUntilRefused(true);
        if (known != null) {
            known.scheduler.abortAll();
        }
    }

    /// Refuses new calls from now on, except parts of open ones, and returns when the last call has ended.
    ///
    /// @return false when the deadline passed first
    /// @throws InterruptedException when the thread is interrupted before
    public boolean awaitAll(Deadline deadline) throws InterruptedException {
        Made known = madeUntilRefused(false);
        return known == null || known.scheduler.awaitAll(deadline);
    }

    /// How many calls began.
    public long submitted() {
        Made known = made();
        return known == null ? 0 : known.scheduler.submitted();
    }

    /// How many calls have ended.
    public long finished() {
        Made known = made();
        return known == null ? 0 : known.scheduler.finished();
    }

    /// Calls that have not ended.
    public long inWork() {
        return submitted() - finished();
    }

    /// Whether the calling thread reports progress.
    public boolean isReporter() {
        Made known = made();
        return known != null && known.tasks.isReporter();
    }

    /// Ends the threads of the tasks. All calls must have ended.
    @Override
    public void close() {
        Made known = made();
        if (known != null) {
            known.tasks.close();
            known.scheduler.close();
        }
    }
}
