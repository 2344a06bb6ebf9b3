package io.millrace.engine.internal.task;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.JobCancelledException;
import org.jspecify.annotations.Nullable;

/// The exceptions of calls that are refused, or that end before all their items have run.
final class Reasons {
    private final PoolRegion pool;
    private final Crew crew;

    /// Made while there is memory.
    private final JobCancelledException noMemory = new JobCancelledException(
            "results of tasks cannot be taken here, there is no memory for them; the rest is cancelled");

    Reasons(PoolRegion pool, Crew crew) {
        this.pool = pool;
        this.crew = crew;
    }

    IllegalStateException closed() {
        return new IllegalStateException("the pool is closed: pool=%s; start another".formatted(pool.name()));
    }

    JobCancelledException stopped(String why) {
        return new JobCancelledException(
                "tasks did not all run: %s; submit them again if they are needed".formatted(why));
    }

    JobCancelledException untaken(Throwable failure) {
        try {
            return new JobCancelledException(
                    "results of tasks cannot be taken here: %s; the rest is cancelled".formatted(failure), failure);
        } catch (OutOfMemoryError again) {
            return noMemory;
        }
    }

    /// Why no worker will run tasks any more; null while some may.
    @Nullable RuntimeException nobodyWorks() {
        if (pool.isGone()) {
            return pool.tablesGone();
        }
        boolean open = pool.isOpen(); // before the next look: the owner may die between them
        if (pool.isAbandoned()) {
            return pool.ownerDied();
        }
        RuntimeException failure = crew.failure();
        if (failure != null || open) {
            return failure;
        }
        return new JobCancelledException( // another process's pool: a pool of this process ends its calls before
                "its owner closed the pool before all tasks ran: pool=%s; submit them to another"
                        .formatted(pool.name()));
    }
}
