package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.job.TaskBatch;

/// The crew of a pool without workers: its callers compute everything themselves.
public final class CallerCrew implements Crew {
    @Override
    public void start(int wanted) {}

    @Override
    public void resize(int wanted) {
        throw new UnsupportedOperationException(
                ("a pool that computes in the calling thread has no workers: workers=%s; use"
                        + " WorkerKind.PROCESS or THREAD")
                        .formatted(wanted));
    }

    @Override
    public boolean awaitWorkers(long endNanos) {
        return true;
    }

    @Override
    public void stop(TaskBatch.StopRequest request) {}

    @Override
    public void close() {}
}
