package io.millrace.engine.snapshot;

import io.millrace.shm.view.ProcessView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// A job over arrays that has not ended.
///
/// @param number of the job in its pool
/// @param submitter the process that takes the result; empty when it died and was recovered
/// @param work such as `map SQUARE double`
/// @param elements number of elements
/// @param elementsDone elements of the finished chunks
/// @param chunks number of chunks
/// @param chunksDone finished chunks
/// @param claims the chunks in work and their workers
/// @param submittedAt by the clock of the submitter's system
/// @param elementsPerSecond `elementsDone` by the time since `submittedAt`; empty when every process that
///         works in the pool is dead: then the file does not tell how long they worked
/// @param failure class and message of the first exception of its functions
public record JobView(
        long number,
        State state,
        Optional<ProcessView> submitter,
        String work,
        long elements,
        long elementsDone,
        int chunks,
        int chunksDone,
        List<Claim> claims,
        Instant submittedAt,
        OptionalDouble elementsPerSecond,
        Optional<String> failure) {

    /// The state of a job.
    public enum State {
        /// Being written by its submitter.
        SETUP,
        /// Written, its arrays cannot be dropped, not yet open to workers.
        PINNED,
        /// In work.
        RUNNING,
        /// Failed, cancelled, or its submitter died: the workers end the chunks that are in work, no
        /// chunk is claimed.
        ABORTED
    }

    /// One chunk in work.
    ///
    /// @param worker the process that works at it; a dead one until it is recovered
    /// @param attempt 1 for the first
    public record Claim(int chunk, ProcessView worker, int attempt) {
        public Claim {
            Objects.requireNonNull(worker, "worker");
        }
    }

    public JobView {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(submitter, "submitter");
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(submittedAt, "submittedAt");
        Objects.requireNonNull(elementsPerSecond, "elementsPerSecond");
        Objects.requireNonNull(failure, "failure");
        claims = List.copyOf(claims);
    }

    /// Finished share, 0 to 1.
    public double progress() {
        return chunks == 0 ? 0 : (double) chunksDone / chunks;
    }
}
