package io.millrace.engine.task;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A daemon thread that collects results while nobody waits for any.
///
/// Callers that submit one task and wait for it, again and again, do without: to wake this thread
/// each time would cost more than the task. So it does not sleep for long while tasks come: it looks
/// every quarter of a millisecond whether somebody sees to them. After a while without a new task
/// it sleeps until the next one.
final class StandIn implements Runnable, AutoCloseable {
    private static final long NAP = 250_000;
    private static final long NEGLECT = 200_000;
    private static final int QUIET_NAPS = 100;

    private final Turns turns;
    private @Nullable Thread thread;
    private volatile long arrivals;
    private volatile boolean asleep;
    private volatile boolean closed;

    StandIn(Turns turns) {
        this.turns = turns;
    }

    /// Called when there is something to collect, sooner or later. Two at once may count as one.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void workCame() {
        arrivals++;
        if (asleep || thread == null) {
            wake();
        }
    }

    void wake() {
        Thread awake;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (thread == null || !thread.isAlive()) {
                thread = Thread.ofPlatform().daemon().name("millrace-tasks").unstarted(this);
                thread.start();
                return;
            }
            awake = thread;
        }
        LockSupport.unpark(awake);
    }

    @Override
    public void run() {
        try {
            watch();
        } finally {
            asleep = true; // should it die of something, the next task starts another
        }
    }

    private void watch() {
        long seen = arrivals;
        int quiet = 0;
        while (!closed) {
            if (turns.isNeglected(NEGLECT)) {
                turns.standIn();
            }
            long now = arrivals;
            quiet = now == seen ? quiet + 1 : 0;
            seen = now;
            if (quiet < QUIET_NAPS || turns.isNeglected(0)) {
                LockSupport.parkNanos(this, NAP);
            } else {
                sleep(seen);
            }
        }
    }

    private void sleep(long seen) {
        asleep = true;
        if (arrivals == seen && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            ending = thread;
        }
        if (ending == null) {
            return;
        }
        LockSupport.unpark(ending);
        boolean interrupted = Thread.interrupted();
        while (ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
