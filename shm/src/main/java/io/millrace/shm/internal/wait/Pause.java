package io.millrace.shm.internal.wait;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waiting where no word can be slept on: for the kernel, for a plain field, for memory. The pauses
/// of one wait grow from 20 µs to a millisecond. Interrupts do not shorten them and stay set.
public final class Pause {
    private static final long FIRST_NANOS = 20_000;
    private static final long MAX_NANOS = 1_000_000;
    private static final long NO_MEMORY_NANOS = 20_000_000;

    private final Deadline deadline;
    private long nextNanos = FIRST_NANOS;

    private Pause(Deadline deadline) {
        this.deadline = deadline;
    }

    /// The pauses of a wait that gives up after `time`.
    public static Pause atMost(Duration time) {
        return new Pause(Deadline.of(time));
    }

    /// Waits once; false, at once, when the time is up.
    public boolean next() {
        if (deadline.isOver()) {
            return false;
        }
        park(nextNanos);
        nextNanos = Math.min(nextNanos * 2, MAX_NANOS);
        return true;
    }

    /// Waits 20 µs once, for a thread that is about to leave a few instructions.
    public static void poll() {
        park(FIRST_NANOS);
    }

    private static void park(long nanos) {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(nanos);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits 20 ms after an `OutOfMemoryError`, or until the thread is unparked or interrupted.
    ///
    /// @param blocker what the thread does, for stack dumps
    public static void withoutMemory(Object blocker) {
        LockSupport.parkNanos(blocker, NO_MEMORY_NANOS);
    }
}
