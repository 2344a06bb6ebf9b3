package io.millrace.shm.os;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waiting for another process where there is no word to sleep on: short slices, growing to a
/// millisecond, up to a deadline. Interrupts do not shorten it and stay set.
public final class Pause {
    private static final long LONGEST = 1_000_000;

    private final long deadline;
    private long slice = 20_000;

    private Pause(long nanos) {
        deadline = System.nanoTime() + nanos;
    }

    /// A wait that gives up after that time.
    public static Pause atMost(Duration time) {
        return new Pause(time.toNanos());
    }

    /// Waits one slice; false, at once, when the time is up.
    public boolean next() {
        if (System.nanoTime() - deadline >= 0) {
            return false;
        }
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(slice);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        slice = Math.min(slice * 2, LONGEST);
        return true;
    }
}
