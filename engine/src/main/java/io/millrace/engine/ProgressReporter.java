package io.millrace.engine;

import io.millrace.shm.sync.Patience;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells a consumer again and again how far a pool is, in a daemon thread of its own.
final class ProgressReporter implements AutoCloseable {
    private final long everyNanos;
    private final Consumer<Progress> consumer;
    private final Supplier<Progress> source;
    private final BooleanSupplier working;
    private boolean closed;
    private @Nullable Progress last;

    ProgressReporter(Duration every, Consumer<Progress> consumer, Supplier<Progress> source, BooleanSupplier working) {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("every out of range: every=%s; give more than zero".formatted(every));
        }
        this.everyNanos = Patience.nanosOf(every);
        this.consumer = consumer;
        this.source = source;
        this.working = working;
    }

    ProgressReporter start() {
        Thread.ofPlatform().daemon().name("millrace-progress").start(this::run);
        return this;
    }

    private void run() {
        while (sleep()) {
            report();
        }
        report();
    }

    /// While there is work, and once when it has come to its end: all of it, or what was not cancelled.
    private void report() {
        boolean more = working.getAsBoolean();
        Progress now = source.get();
        if (now.total() > 0 && (more || !now.equals(last))) {
            last = now;
            consumer.accept(now);
        }
    }

    private synchronized boolean sleep() {
        long end = System.nanoTime() + everyNanos;
        try {
            for (long left = everyNanos; !closed && left > 0; left = end - System.nanoTime()) {
                wait(Math.ceilDiv(left, 1_000_000L));
            }
        } catch (InterruptedException enough) {
            return false;
        }
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
