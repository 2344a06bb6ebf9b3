package io.millrace.engine.pool;

import io.millrace.engine.job.TaskBatch;
import io.millrace.shm.WorkerException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The crew of a pool whose callers compute everything themselves.
public final class NoCrew implements Crew {
    @Override
    public void start() {}

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
