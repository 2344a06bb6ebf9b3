package io.millrace.engine.pool;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskBatch;
import io.millrace.shm.WorkerException;
import java.util.Optional;
import java.util.OptionalInt;
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

    @Override
    public @Nullable WorkerException failure() {
        if (pool.isGone() || pool.isOpen() || pool.isAbandoned() || pool.seats().isAnyTaken(pool.shape().workers())) {
            return null;
        }
        return new WorkerException(
                "the workers of this pool are gone: pool=%s, owner=%d; start a pool of your own".formatted(pool.name(), ownerPid),
                new WorkerException.Story(
                        0, OptionalInt.empty(), OptionalInt.empty(), -1, 0, "", Optional.empty()));
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
