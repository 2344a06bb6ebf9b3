package io.millrace.engine.pool;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskBatch;
import io.millrace.shm.WorkerException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The crew of another process's pool, as one that submits to it sees it: the other one starts,
/// replaces and counts its workers.
public final class GuestCrew implements Crew {
    private final PoolRegion pool;
    private final long ownerPid;

    public GuestCrew(PoolRegion pool, long ownerPid) {
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
                "only the process that started a pool resizes it: pool=%s, owner=%d".formatted(pool.name(), ownerPid));
    }

    @Override
    public void awaitSeats() {}

    @Override
    public Roster roster() {
        return new Roster(pool);
    }

    /// The last words are with the owner.
    @Override
    public @Nullable WorkerException failure() {
        long pid = pool.isGone() ? 0 : pool.failedWorker();
        if (pid == 0) {
            return null;
        }
        String what = "this pool can start no workers any more: pool=%s, last=%d, owner=%d, who is told why; start another pool"
                .formatted(pool.name(), pid, ownerPid);
        return new WorkerException(what, DeathStory.untold(pid, -1, 0));
    }

    @Override
    public Optional<DeathStory> story(long pid) {
        return Optional.empty();
    }

    @Override
    public boolean expectsStories() {
        return false;
    }

    @Override
    public long deaths() {
        return 0;
    }

    /// A thread of the owner cannot be stopped from here, nor can a process of another PID namespace,
    /// whose pid means another one here: its task ends when it returns.
    @Override
    public void stop(TaskBatch.Doomed condemned) {
        boolean own = !pool.memory().attachment().isForeign(condemned.slot());
        if (own && condemned.pid() != ownerPid) {
            ProcessHandle.of(condemned.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public void close() {}
}
