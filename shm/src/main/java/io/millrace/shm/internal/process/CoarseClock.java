package io.millrace.shm.internal.process;

import java.util.concurrent.atomic.AtomicInteger;

/// The time of day, accurate to about a tenth of a second, for the cost of reading a variable.
/// Reading the system's clock costs as much as moving a small message.
///
/// The watchers of this JVM advance it. While no watcher runs, it reads the system's clock.
public final class CoarseClock {
    private static final AtomicInteger TICKING = new AtomicInteger();
    private static volatile long now = System.currentTimeMillis();

    private CoarseClock() {}

    /// Milliseconds since 1970.
    public static long millis() {
        return TICKING.getPlain() > 0 ? now : System.currentTimeMillis();
    }

    static void start() {
        tick();
        TICKING.incrementAndGet();
    }

    static void tick() {
        now = System.currentTimeMillis();
    }

    static void stop() {
        TICKING.decrementAndGet();
    }
}
