package io.millrace.shm.view;

import java.util.Objects;
import java.util.Optional;

/// One end of a pipe, or the sending end of a broadcast, seen from outside.
///
/// @param process the process that has the end; a dead one has it until it is recovered; empty when no
///         process has it
public record EndView(State state, Optional<ProcessView> process) {
    public EndView {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(process, "process");
    }

    /// The state of an end.
    public enum State {
        /// No process has taken it yet.
        FREE,
        /// A process has it.
        TAKEN,
        /// The last process that had it gave it back.
        CLOSED,
        /// The last process that had it died.
        DEAD,
        /// A process clears the rings.
        RESETTING
    }
}
