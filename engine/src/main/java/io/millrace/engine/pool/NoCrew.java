package io.millrace.engine.pool;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskBatch;
import io.millrace.shm.WorkerException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The crew of a pool whose callers compute everything themselves.
public final class NoCrew implements Crew {
    private final Roster roster;

    public NoCrew(PoolRegion pool) {
        this.roster = new Roster(pool);
    }

    @Override
    public void start(int wanted) {}

    @Override
    public void resize(int wanted) {
        throw new UnsupportedOperationException(
                "a pool that computes in the calling thread has no workers: workers=%d; use WorkerKind.PROCESS or THREAD"
                        .formatted(wanted));
    }

    @Override
    public void awaitSeats() {}

    @Override
    public Roster roster() {
        return roster;
    }

    @Override
    public @Nullable WorkerException failure() {
        return null;
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

    @Override
    public void stop(TaskBatch.Doomed condemned) {}

    @Override
    public void close() {}
}
