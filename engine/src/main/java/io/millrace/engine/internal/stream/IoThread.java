package io.millrace.engine.internal.stream;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A daemon thread that moves bytes between a file and memory, one transfer after the other.
final class IoThread implements AutoCloseable {
    private final ExecutorService thread;

    /// The thread starts with the first transfer.
    IoThread(String name) {
        thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    Future<?> submit(Runnable transfer) {
        return thread.submit(transfer);
    }

    /// Drops what has not begun, and returns when what has begun has ended.
    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
