package io.millrace.shm.sync;

import java.time.Duration;

/// How much longer a caller waits. Long waits are cut into slices, after each of which the caller
/// looks at the word it waits for and at whoever should change it.
///
/// ```java
/// Patience patience = Patience.of(timeout);
/// while (!isDone() && !patience.isOver()) {
///     word.awaitChange(seen, waiting, patience.slice());
/// }
/// ```
public final class Patience {
    /// The longest slice.
    public static final Duration SLICE = Duration.ofMillis(50);

    private static final long SLICE_NANOS = SLICE.toNanos();
    /// As long as it takes, in nanoseconds: more than a hundred years; differences of `System.nanoTime` do not overflow
    /// with it.
    public static final long ENDLESS = Long.MAX_VALUE / 2;

    private static final Patience FOREVER = new Patience(true, 0);

    private final boolean endless;
    private final long deadline;

    private Patience(boolean endless, long deadline) {
        this.endless = endless;
        this.deadline = deadline;
    }

    /// For a caller that waits until it has what it wants.
    public static Patience forever() {
        return FOREVER;
    }

    /// For a caller that waits so long from now on; zero or less: not at all.
    public static Patience of(Duration time) {
        return ofNanos(nanosOf(time));
    }

    /// As `of`, in nanoseconds.
    public static Patience ofNanos(long nanos) {
        return new Patience(false, System.nanoTime() + Math.clamp(nanos, 0, ENDLESS));
    }

    /// The time in nanoseconds, zero if it is negative, at most [#ENDLESS].
    public static long nanosOf(Duration time) {
        if (time.isNegative()) {
            return 0;
        }
        return time.getSeconds() >= ENDLESS / 1_000_000_000 ? ENDLESS : time.toNanos();
    }

    /// How long to wait before looking again when the wait ends at that `System.nanoTime`: what is left, at most 50 ms.
    public static long sliceOf(long end) {
        return Math.clamp(end - System.nanoTime(), 0, SLICE_NANOS);
    }

    /// Whether the caller has waited as long as it wanted.
    public boolean isOver() {
        return leftNanos() <= 0;
    }

    /// What is left; negative by as much as the end is past.
    public long leftNanos() {
        return endless ? ENDLESS : deadline - System.nanoTime();
    }

    /// How long to wait before looking again: what is left, at most 50 ms.
    public Duration slice() {
        return Duration.ofNanos(sliceNanos());
    }

    /// As `slice`, in nanoseconds.
    public long sliceNanos() {
        return Math.clamp(leftNanos(), 0, SLICE_NANOS);
    }
}
