package io.millrace.engine.snapshot;

import java.time.Instant;
import java.util.Objects;

/// An exception that a function of the user threw in a pool.
///
/// @param at when, by the clock of the system of the worker
/// @param pid of the worker's process
/// @param type its class
/// @param message its message; cut short when it is long
public record FailureView(Instant at, long pid, String type, String message) {
    public FailureView {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(message, "message");
    }
}
