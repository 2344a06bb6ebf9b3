package io.millrace.shm;

import java.time.Instant;
import java.util.Objects;

/// What is known of an owner that died while it held a lock.
///
/// @param region name of the lock
/// @param pid of the process that died, or that the thread belonged to that ended
/// @param process its name
/// @param thread number of the thread in that JVM; 0 if unknown
/// @param noticedAt when the lock was taken from it
public record Death(String region, long pid, String process, int thread, Instant noticedAt) {
    /// Refuses null.
    public Death {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(noticedAt, "noticedAt");
    }
}
