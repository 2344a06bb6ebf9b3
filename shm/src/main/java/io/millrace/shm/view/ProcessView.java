package io.millrace.shm.view;

import java.time.Instant;
import java.util.Objects;

/// A process slot in use: one attachment of a process.
///
/// @param slot its number in the file, 1 to 1023
/// @param pid as its own system shows it; of another PID namespace if `name` says so
/// @param name short name of its program, or the name given to a worker
/// @param role what it does here: `user`, `worker` ...
/// @param attachedAt when it took the slot, by the clock of its system
public record ProcessView(int slot, long pid, String name, String role, Instant attachedAt, State state) {
    public ProcessView {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(attachedAt, "attachedAt");
        Objects.requireNonNull(state, "state");
    }

    /// What the kernel says of the process.
    public enum State {
        /// It holds the lock on the byte of its slot.
        ALIVE,
        /// It is alive and does not run: a signal (`SIGSTOP`) or a debugger stopped it. The kernel does not
        /// tell since when. A process of another PID namespace is shown as alive instead.
        STOPPED,
        /// It ended without giving its slot back, and no process has recovered the slot yet.
        DEAD
    }

    /// Whether the process has ended.
    public boolean isDead() {
        return state == State.DEAD;
    }
}
