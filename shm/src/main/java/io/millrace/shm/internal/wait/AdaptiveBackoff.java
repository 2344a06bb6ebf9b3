package io.millrace.shm.internal.wait;

/// Adaptive backoff of a lock: how many pauses a waiter makes before its first look, chosen by how
/// recent the last wait for the same lock was.
///
/// Two threads that take a lock again and again, and look at once whenever they find the lock taken,
/// hand the lock over at every turn, and with it the cache lines of the lock and of what the lock
/// protects. A handover costs several times what is done inside. Where waits follow each other
/// closely, the first look comes later, so that the present owner takes the lock some dozens of
/// times while its cache holds the lines. A wait that comes alone looks at once.
///
/// The fields are hints: set and read without order.
public final class AdaptiveBackoff {
    private long lastWait = System.nanoTime();
    private int pauses = SpinPolicy.FIRST_PAUSES;

    /// How many pauses a wait that begins at `now` makes before its first look.
    public int pausesBefore(long now) {
        pauses = now - lastWait < SpinPolicy.SPIN_NANOS ? SpinPolicy.next(pauses) : SpinPolicy.FIRST_PAUSES;
        lastWait = now;
        return pauses;
    }
}
