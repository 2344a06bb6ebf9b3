package io.millrace.shm.message;

import io.millrace.shm.ProcessInfo;
import java.util.Optional;

/// One end of a pipe, or the sending end of a broadcast, seen from outside.
///
/// @param process whose it is; it may have died since it was last looked after. Empty when it is
///         nobody's
public record EndView(State state, Optional<ProcessInfo> process) {
    /// What is with the end.
    public enum State {
        /// Nobody had it yet.
        FREE,
        /// Of that process.
        TAKEN,
        /// Given back.
        CLOSED,
        /// Its owner died.
        DEAD,
        /// That process clears the rings.
        RESETTING
    }
}
