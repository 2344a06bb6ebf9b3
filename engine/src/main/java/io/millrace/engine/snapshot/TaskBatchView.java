package io.millrace.engine.snapshot;

import io.millrace.shm.view.ProcessView;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// A batch of object tasks in the tables of a pool: some calls of one function that `mapAll`, `submit`,
/// `forRanges`, `collect` and similar calls gave to the workers. Their submitters may hold more, until
/// there is room.
///
/// @param epoch its number in the pool
/// @param submitter the process that takes the results; empty when it died and was recovered
/// @param worker the process that runs it; empty when none does
/// @param attempt which attempt at the first unfinished task this is, from 1
/// @param tasks number of its tasks
/// @param done how many of them are finished
/// @param runningFor for how long the unfinished task has been running; empty when none runs
public record TaskBatchView(
        long epoch,
        State state,
        Optional<ProcessView> submitter,
        Optional<ProcessView> worker,
        int attempt,
        int tasks,
        int done,
        Optional<Duration> runningFor) {

    /// The state of a batch.
    public enum State {
        /// No worker has it.
        WAITING,
        /// A worker runs it.
        RUNNING,
        /// A worker runs it and is being stopped.
        STOPPING,
        /// Ended; the submitter takes the results and submits anew what is not finished.
        DONE,
        /// Ended, because a task ended too many workers.
        LOST,
        /// Ended by its submitter.
        CANCELLED
    }

    public TaskBatchView {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(submitter, "submitter");
        Objects.requireNonNull(worker, "worker");
        Objects.requireNonNull(runningFor, "runningFor");
    }

    /// Whether a worker runs it.
    public boolean isInWork() {
        return state == State.RUNNING || state == State.STOPPING;
    }

    /// Whether it waits for a worker, or a worker runs it.
    public boolean isOpen() {
        return state == State.WAITING || isInWork();
    }
}
