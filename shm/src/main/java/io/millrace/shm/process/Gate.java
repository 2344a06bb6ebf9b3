package io.millrace.shm.process;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.os.Descriptor;
import io.millrace.shm.os.OfdLock;
import io.millrace.shm.os.Pause;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// Mutual exclusion over one byte of the file: among processes by the kernel, which frees it when
/// the holder dies, and among the threads of one attachment, which share a file description, by a
/// mutex in the heap. Not reentrant.
public final class Gate {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock mutex = new ReentrantLock();
    private final Descriptor descriptor;
    private final long lockByte;

    Gate(Descriptor descriptor, long lockByte) {
        this.descriptor = descriptor;
        this.lockByte = lockByte;
    }

    /// The right to be inside; closing it lets go.
    public final class Pass implements AutoCloseable {
        private Pass() {}

        @Override
        public void close() {
            try {
                OfdLock.release(descriptor, lockByte, 1);
            } finally {
                mutex.unlock();
            }
        }
    }

    /// Waits until nobody else is inside. A holder that is stopped for half a minute is a
    /// `FileAccessException`.
    public Pass enter() {
        mutex.lock();
        try {
            if (mutex.getHoldCount() > 1) {
                throw new IllegalStateException("already inside the gate: byte=" + lockByte);
            }
            Pause pause = Pause.atMost(PATIENCE);
            while (!OfdLock.tryExclusive(descriptor, lockByte, 1)) {
                if (!pause.next()) {
                    throw new FileAccessException("another process holds the file and does not go on: byte="
                            + lockByte + ", waited=" + PATIENCE + "; resume it (SIGCONT) or end it");
                }
            }
            return new Pass();
        } catch (RuntimeException | Error failure) {
            mutex.unlock();
            throw failure;
        }
    }
}
