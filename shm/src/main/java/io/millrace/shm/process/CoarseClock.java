package io.millrace.shm.process;

import java.util.concurrent.atomic.AtomicInteger;

/// The time of day to about a tenth of a second, for the price of reading a variable: the system's
/// clock costs as much as moving a small message.
///
/// The watchers of this JVM tick it. While none runs, it is the system's clock.
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
