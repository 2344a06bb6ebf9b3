package io.millrace.shm.internal.wait;

import java.time.Duration;

/// How much longer a caller waits. A long wait is cut into slices; after each slice the caller looks
/// at the word it waits for, and whether the process that should change the word is alive.
///
/// ```java
/// Deadline deadline = Deadline.of(timeout);
/// while (!isDone() && !deadline.isOver()) {
///     word.awaitChange(seen, waiting, deadline.slice());
/// }
/// ```
public final class Deadline {
    /// The longest sleep anywhere: a wake is lost if its sender dies before the system call, and the
    /// death of an owner is noticed only by a look.
    public static final Duration SLICE = Duration.ofMillis(50);

    /// `SLICE` in nanoseconds.
    public static final long SLICE_NANOS = SLICE.toNanos();

    /// A time in nanoseconds that no wait reaches, more than a hundred years; differences of
    /// `System.nanoTime` do not overflow with it.
    public static final long ENDLESS_NANOS = Long.MAX_VALUE / 2;

    private static final Deadline FOREVER = new Deadline(true, 0);

    private final boolean endless;
    private final long endNanos;

    private Deadline(boolean endless, long endNanos) {
        this.endless = endless;
        this.endNanos = endNanos;
    }

    /// The deadline of a caller that waits as long as it takes.
    public static Deadline forever() {
        return FOREVER;
    }

    /// The deadline of a caller that waits `time` from now on; zero or less: not at all.
    public static Deadline of(Duration time) {
        return ofNanos(nanosOf(time));
    }

    /// As `of`, in nanoseconds.
    public static Deadline ofNanos(long nanos) {
        return new Deadline(false, System.nanoTime() + Math.clamp(nanos, 0, ENDLESS_NANOS));
    }

    /// The time in nanoseconds, zero if it is negative, at most [#ENDLESS_NANOS].
    public static long nanosOf(Duration time) {
        if (time.isNegative()) {
            return 0;
        }
        return time.getSeconds() >= ENDLESS_NANOS / 1_000_000_000 ? ENDLESS_NANOS : time.toNanos();
    }

    /// The next slice of a wait that ends when `System.nanoTime` is `endNanos`: what is left, at most 50 ms.
    public static long sliceOf(long endNanos) {
        return Math.clamp(endNanos - System.nanoTime(), 0, SLICE_NANOS);
    }

    /// Whether the caller waits as long as it takes.
    public boolean isEndless() {
        return endless;
    }

    /// Whether the time is up.
    public boolean isOver() {
        return leftNanos() <= 0;
    }

    /// What is left; negative once the time is up.
    public long leftNanos() {
        return endless ? ENDLESS_NANOS : endNanos - System.nanoTime();
    }

    /// The next slice: what is left, at most 50 ms.
    public Duration slice() {
        return Duration.ofNanos(sliceNanos());
    }

    /// As `slice`, in nanoseconds.
    public long sliceNanos() {
        return Math.clamp(leftNanos(), 0, SLICE_NANOS);
    }
}
