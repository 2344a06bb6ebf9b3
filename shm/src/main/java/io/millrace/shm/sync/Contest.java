package io.millrace.shm.sync;

/// How long a waiter stays away from a lock before it looks whether it is free, by whether there was a wait for it a moment ago.
///
/// Two that take a lock again and again, and look for it at once whenever they find it taken, hand it over at every turn, and
/// with it the cache lines of the lock and of what it protects: several times the price of what is done inside. Where waits
/// come close upon each other the first look comes later, so that the other one takes the lock some dozens of times where
/// its lines are. A wait that comes alone ends as soon as before. Guesses: set and read without order.
final class Contest {
    private static final long CLOSE_NANOS = 20_000;

    private long lastWait = System.nanoTime();
    private int pauses = Backoff.FIRST;

    /// Of a wait that begins now: how many pauses before the first look.
    int pausesBefore(long now) {
        pauses = now - lastWait < CLOSE_NANOS ? Backoff.next(pauses) : Backoff.FIRST;
        lastWait = now;
        return pauses;
    }
}
