package io.millrace.shm.internal.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A daemon thread that runs the same small task ten times a second: to recover dead slots, or to
/// close regions that others have dropped. It reports an error once and goes on.
public final class Watcher implements AutoCloseable {
    private static final long PERIOD_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Runnable work;
    private final Thread thread;
    private volatile boolean closing;
    private boolean reported;

    /// Starts the thread.
    public Watcher(String subject, Runnable work) {
        this.work = work;
        thread = new Thread(new Loop(), "millrace-watcher " + subject);
        thread.setDaemon(true);
        thread.start();
    }

    private final class Loop implements Runnable {
        @Override
        public void run() {
            loop();
        }
    }

    private void loop() {
        CoarseClock.start();
        try {
            while (!closing) {
                LockSupport.parkNanos(PERIOD_NANOS);
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
        } catch (OutOfMemoryError noMemory) {
            // the next run may find memory; there is none for a report
        } catch (RuntimeException | Error failure) {
            report(failure);
        }
    }

    private void report(Throwable failure) {
        if (reported || closing) {
            return;
        }
        try {
            System.Logger logger = System.getLogger(Watcher.class.getName()); // here: it takes milliseconds to find
            logger.log(System.Logger.Level.WARNING, thread.getName() + " failed and goes on", failure);
            reported = true;
        } catch (OutOfMemoryError noMemory) {
            // the next failure is reported
        }
    }

    /// Ends the thread, and waits until its current run is done.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            boolean interrupted = Thread.interrupted();
            try {
                thread.join(CLOSE_TIMEOUT);
            } catch (InterruptedException wanted) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
