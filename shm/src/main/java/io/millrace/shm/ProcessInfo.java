package io.millrace.shm;

import java.time.Instant;
import java.util.Objects;

/// One living process (more exactly: one attachment of a process) of a file.
///
/// @param slot its number in the file, 1 to 1023
/// @param pid as its own system shows it; of another PID namespace if `name` says so
/// @param name short name of its program, or the name given to a worker
/// @param role what it does here: `user`, `worker` ...
public record ProcessInfo(int slot, long pid, String name, String role, Instant attachedAt) {
    /// Refuses null.
    public ProcessInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(attachedAt, "attachedAt");
    }
}
