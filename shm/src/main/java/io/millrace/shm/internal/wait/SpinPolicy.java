package io.millrace.shm.internal.wait;

import io.millrace.shm.Waiting;

/// When and how a thread spins, that is, looks for a change again and again instead of sleeping.
/// Nothing outside this package calls `Thread.onSpinWait` or `Thread.yield`.
///
/// 1. A spin before a sleep lasts 20 µs at most: about what a sleep and a wake cost, so that a
///    thread that spins in vain loses no more than twice the optimum (Karlin et al., *Empirical
///    studies of competitive spinning*, 1991).
/// 2. A thread spins only if another processor can make the change meanwhile.
/// 3. A virtual thread does not spin: the thread that would make the change may need its carrier.
///    Under [Waiting#SPIN], which asks for no sleep at all, it yields between two looks.
/// 4. The pauses between looks grow exponentially: each look takes the cache line away from the
///    processor that is about to change it, and so delays the change (Anderson, *The performance of
///    spin lock alternatives*, 1990).
///
/// ```java
/// int pauses = SpinPolicy.FIRST_PAUSES;
/// while (!isDone()) {
///     pauses = SpinPolicy.pause(pauses);
/// }
/// ```
public final class SpinPolicy {
    /// How long a thread spins before it sleeps.
    public static final long SPIN_NANOS = 20_000;

    /// How long a thread spins where one look costs a scan of many words.
    public static final long BRIEF_NANOS = 1_000;

    /// For the first call of `pause`.
    public static final int FIRST_PAUSES = 1;

    /// About a microsecond.
    private static final int MAX_PAUSES = 16;

    private static final boolean SINGLE_PROCESSOR = Runtime.getRuntime().availableProcessors() < 2;

    private SpinPolicy() {}

    /// Whether another thread can make the change while the calling thread spins.
    public static boolean paysOff() {
        return !SINGLE_PROCESSOR && !Thread.currentThread().isVirtual();
    }

    /// How long a thread that waits `nanos` in this way spins; it sleeps for the rest.
    public static long nanos(Waiting waiting, long nanos) {
        return switch (waiting) {
            case SPIN -> nanos;
            case BALANCED -> paysOff() ? Math.min(nanos, SPIN_NANOS) : 0;
            case PARK -> 0;
        };
    }

    /// One pause of a platform thread, for loops in which the change comes sooner than a clock could be read.
    public static void pauseOnce() {
        Thread.onSpinWait();
    }

    /// `pauses` pauses of a platform thread; returns how many pauses are next.
    public static int pause(int pauses) {
        for (int count = 0; count < pauses; count++) {
            Thread.onSpinWait();
        }
        return next(pauses);
    }

    /// As `pause`; a virtual thread yields instead.
    ///
    /// @param virtual whether the calling thread is virtual
    public static int pause(int pauses, boolean virtual) {
        if (virtual) {
            Thread.yield();
            return pauses;
        }
        return pause(pauses);
    }

    /// How many pauses come after `pauses`.
    static int next(int pauses) {
        return Math.min(2 * pauses, MAX_PAUSES);
    }
}
