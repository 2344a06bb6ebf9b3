package io.millrace.shm.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A daemon thread that does the same small work ten times a second: who looks after the dead, and
/// after what others dropped. An error is reported once and does not end it.
public final class Watcher implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Watcher.class.getName());
    private static final long PERIOD = Duration.ofMillis(100).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Runnable work;
    private final Thread thread;
    private volatile boolean closing;
    private boolean reported;

    /// Starts at once.
    public Watcher(String subject, Runnable work) {
        this.work = work;
        thread = Thread.ofPlatform().daemon().name("millrace-watcher " + subject).unstarted(this::run);
        thread.start();
    }

    private void run() {
        CoarseClock.start();
        try {
            while (!closing) {
                LockSupport.parkNanos(PERIOD);
                CoarseClock.tick();
                if (!closing) {
                    workOnce();
                }
            }
        } finally {
            CoarseClock.stop();
        }
    }

    private void workOnce() {
        try {
            work.run();
        } catch (RuntimeException | InternalError failure) {
            if (!reported && !closing) {
                reported = true;
                LOGGER.log(System.Logger.Level.WARNING, thread.getName() + " failed and goes on", failure);
            }
        }
    }

    /// Ends the thread and waits for the work at hand.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            boolean interrupted = Thread.interrupted();
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException wanted) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
