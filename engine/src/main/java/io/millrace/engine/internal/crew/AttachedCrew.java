package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.jvm.ExitReport;
import io.millrace.shm.WorkerException;
import org.jspecify.annotations.Nullable;

/// The crew of a pool that another process owns, in a process that submits to that pool: the owner
/// launches, replaces and counts the workers.
public final class AttachedCrew implements Crew {
    private final PoolRegion pool;
    private final long ownerPid;

    public AttachedCrew(PoolRegion pool, long ownerPid) {
        this.pool = pool;
        this.ownerPid = ownerPid;
    }

    @Override
    public void start(int wanted) {
        resize(wanted);
    }

    @Override
    public void resize(int wanted) {
        throw new UnsupportedOperationException(
                "only the process that started a pool resizes it: pool=%s, owner=%s".formatted(pool.name(), ownerPid));
    }

    @Override
    public boolean awaitWorkers(long endNanos) {
        try {
            return WorkerSlotWait.await(pool, this::areReady, endNanos);
        } catch (IllegalStateException unmapped) {
            throw pool.isGone() ? pool.tablesGone() : unmapped;
        }
    }

    private boolean areReady() {
        if (pool.isAbandoned()) {
            throw pool.ownerDied();
        }
        WorkerException failed = failure();
        if (failed != null) {
            throw failed;
        }
        return pool.readyWorkers() >= pool.workers();
    }

    /// Says that the owner's crew failed; only the owner knows the last lines of the worker.
    @Override
    public @Nullable WorkerException failure() {
        long pid = pool.isGone() ? 0 : pool.failedWorker();
        if (pid == 0) {
            return null;
        }
        String what = ("this pool can start no workers any more: pool=%s, last=%s, owner=%s, which knows the reason"
                + " and may try again by resizing the pool; or start another pool")
                .formatted(pool.name(), pid, ownerPid);
        return new WorkerException(what, ExitReport.unknown(pid, -1, 0));
    }

    /// Kills the worker if it is a process of this PID namespace. A thread of the owner cannot be
    /// stopped from here, and the pid of a process in another namespace names another process here:
    /// such a task ends when it returns.
    @Override
    public void stop(TaskBatch.StopRequest request) {
        boolean own = !pool.memory().slotHolder().isForeign(request.slot());
        if (own && request.pid() != ownerPid) {
            ProcessHandle.of(request.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public void close() {}
}
