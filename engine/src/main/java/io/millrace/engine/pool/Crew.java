package io.millrace.engine.pool;

import io.millrace.engine.job.TaskBatch;
import io.millrace.shm.WorkerException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The workers of one pool, whatever they are.
public sealed interface Crew extends AutoCloseable permits ProcessCrew, ThreadCrew, NoCrew, GuestCrew {

    /// Starts so many workers and returns when each has taken its seat.
    ///
    /// @throws WorkerException when one ends before it did
    void start(int wanted);

    /// Starts further workers, or sends home some when they are through with what they do.
    void resize(int wanted);

    /// Returns when each worker that is wanted has taken its seat.
    ///
    /// @throws WorkerException when one ends before it did
    void awaitSeats();

    /// Which seats have a worker.
    Roster roster();

    /// Why there are no workers any more: their replacements could not be started. Null while all
    /// is well.
    @Nullable WorkerException failure();

    /// What is known about a worker that died. It comes when the crew has dealt with the death, and
    /// moves the pool's news.
    Optional<DeathStory> story(long pid);

    /// Whether a worker's death comes with a story at all.
    boolean expectsStories();

    /// Workers that ended without being told to.
    long deaths();

    /// Stops a worker whose task is not wanted any more: kills the process, which is replaced, or
    /// interrupts the thread. Without effect when it is gone.
    void stop(TaskBatch.Doomed condemned);

    /// Waits until every worker has gone; the pool's tables must be closed before. Kills those that
    /// do not go.
    @Override
    void close();
}
