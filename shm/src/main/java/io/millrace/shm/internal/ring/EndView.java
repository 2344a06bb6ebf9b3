package io.millrace.shm.internal.ring;

import io.millrace.shm.ProcessInfo;
import io.millrace.shm.internal.layout.EndWord;
import java.util.Optional;

/// One end of a pipe, or the sending end of a broadcast, seen from outside.
///
/// @param process the process that has the end, which may have died without anybody noticing yet; empty
///         when no process has it
public record EndView(State state, Optional<ProcessInfo> process) {
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
        RESETTING;

        private static State of(int phase) {
            return switch (phase) {
                case EndWord.FREE -> FREE;
                case EndWord.TAKEN -> TAKEN;
                case EndWord.CLOSED -> CLOSED;
                case EndWord.RESETTING -> RESETTING;
                default -> DEAD; // as EndWord takes a damaged phase
            };
        }
    }

    static EndView of(EndState end) {
        EndState.Snapshot seen = end.snapshot();
        return new EndView(State.of(seen.phase()), seen.owner());
    }
}
