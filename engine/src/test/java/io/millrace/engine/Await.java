package io.millrace.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a thing itself.
final class Await {
    private Await() {}

    static void until(Duration most, BooleanSupplier thing) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!thing.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it did not happen within " + most);
            }
            Thread.yield();
        }
    }
}
