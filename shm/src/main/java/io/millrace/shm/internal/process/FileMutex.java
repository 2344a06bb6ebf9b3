package io.millrace.shm.internal.process;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.os.Descriptor;
import io.millrace.shm.internal.os.OfdLock;
import io.millrace.shm.internal.wait.Pause;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// A mutex on one byte of the file. Among processes the kernel provides it by a lock, which it
/// releases when the holder dies. Among the threads of one attachment, which share an open file
/// description, a lock in the heap provides it. Not reentrant.
public final class FileMutex {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ReentrantLock mutex = new ReentrantLock();
    private final Descriptor descriptor;
    private final long lockByte;

    FileMutex(Descriptor descriptor, long lockByte) {
        this.descriptor = descriptor;
        this.lockByte = lockByte;
    }

    /// The held mutex; closing it releases the mutex.
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

    /// Waits until the mutex is free, and takes it. If a holder is stopped for half a minute, it
    /// throws `FileAccessException`.
    public Pass enter() {
        mutex.lock();
        try {
            if (mutex.getHoldCount() > 1) {
                throw new IllegalStateException("this thread already holds the file mutex: byte=" + lockByte);
            }
            Pause pause = Pause.atMost(TIMEOUT);
            while (!OfdLock.tryExclusive(descriptor, lockByte, 1)) {
                if (!pause.next()) {
                    throw new FileAccessException("another process holds the file mutex and does not go on: byte="
                            + lockByte + ", waited=" + TIMEOUT + "; resume it (SIGCONT) or end it");
                }
            }
            return new Pass();
        } catch (RuntimeException | Error failure) {
            mutex.unlock();
            throw failure;
        }
    }
}
