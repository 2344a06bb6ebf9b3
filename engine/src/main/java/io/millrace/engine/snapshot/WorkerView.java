package io.millrace.engine.snapshot;

import io.millrace.shm.view.ProcessView;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// An occupied worker slot of a pool: a worker, or a program that helps with its own jobs.
///
/// @param number of the worker slot, from 0; programs that help come after the workers
/// @param process its holder; the parent's process where workers are threads
/// @param chunks chunks of array jobs finished in this worker slot since the pool started, by
///         predecessors too
/// @param elements elements of these chunks
/// @param idleFor for how long the holder has had nothing to do; empty while it works
public record WorkerView(int number, ProcessView process, long chunks, long elements, Optional<Duration> idleFor) {
    public WorkerView {
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(idleFor, "idleFor");
    }
}
