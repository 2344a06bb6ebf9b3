package io.millrace.engine.internal.task;

import io.millrace.engine.Progress;
import io.millrace.engine.internal.crew.ThreadJoin;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reports the progress of a pool to a consumer at an interval, in a daemon thread of its own.
final class ProgressReporter implements AutoCloseable {
    private final long everyNanos;
    private final Consumer<Progress> consumer;
    private final Supplier<Progress> source;
    private final BooleanSupplier working;
    private final Thread thread = Thread.ofPlatform().daemon().name("millrace-progress").unstarted(this::run);
    private boolean closed;
    private @Nullable Progress last;

    ProgressReporter(Duration every, Consumer<Progress> consumer, Supplier<Progress> source, BooleanSupplier working) {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("every out of range: every=%s; give more than zero".formatted(every));
        }
        this.everyNanos = Deadline.nanosOf(every);
        this.consumer = consumer;
        this.source = source;
        this.working = working;
    }

    ProgressReporter start() {
        thread.start();
        return this;
    }

    /// Whether the calling thread is the reporting one.
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        while (sleep()) {
            report();
        }
        report();
    }

    /// Reports while there is work, and once when all work has ended, or all that was not cancelled.
    private void report() {
        boolean more = working.getAsBoolean();
        Progress now = look();
        if (now == null) {
            return;
        }
        if (now.total() > 0 && (more || !now.equals(last))) {
            last = now;
            consumer.accept(now);
        }
    }

    /// Null when there is no memory now.
    private @Nullable Progress look() {
        try {
            return source.get();
        } catch (OutOfMemoryError noMemory) {
            return null;
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

    /// Returns when the consumer was called for the last time; at once in the consumer itself.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (!isCurrent()) {
            ThreadJoin.all(List.of(thread));
        }
    }
}
