package io.millrace.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for the thing itself instead of for a while.
public final class Await {
    private static final long LOOK = Duration.ofMillis(2).toNanos();

    private Await() {}

    /// Waits until `thing` is so and says how long that took; `AssertionError` naming `what` when
    /// the limit is over.
    public static Duration until(String what, Duration limit, BooleanSupplier thing) {
        long start = System.nanoTime();
        while (!thing.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(LOOK);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
