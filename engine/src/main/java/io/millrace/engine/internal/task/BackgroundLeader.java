package io.millrace.engine.internal.task;

import io.millrace.engine.internal.crew.ThreadJoin;
import io.millrace.shm.internal.wait.Pause;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A daemon thread that collects results while no thread waits for any.
///
/// Callers that submit one task and wait for it, again and again, need no wake of this thread, which would
/// cost more than the task. So the thread does not sleep for long while tasks come: every quarter of a
/// millisecond it looks whether another thread collects. After a while without a new task it sleeps until
/// the next one.
final class BackgroundLeader implements Runnable, AutoCloseable {
    private static final long PAUSE_NANOS = 250_000;
    private static final long UNATTENDED_NANOS = 200_000;
    private static final int IDLE_PAUSES = 100;

    private final ResultLeader leader;
    private @Nullable Thread thread;
    private volatile long arrivals;
    private volatile boolean asleep;
    private volatile boolean closed;

    BackgroundLeader(ResultLeader leader) {
        this.leader = leader;
    }

    /// Called when there will be something to collect. Two calls at once may count as one.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void workSubmitted() {
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
            while (!closed) {
                attend();
            }
        } finally {
            asleep = true; // if the thread dies, the next task starts another
        }
    }

    /// Only [#close] ends this thread: threads that wait for the end of a job rely on it.
    private void attend() {
        try {
            watch();
        } catch (OutOfMemoryError noMemory) {
            Pause.withoutMemory(this); // nothing is lost: the next look finds it
        } catch (Throwable failure) { // the file was damaged, say: no look will do better
            giveUp(failure);
        }
    }

    private void giveUp(Throwable failure) {
        try {
            leader.giveUp(failure);
        } catch (Throwable again) {
            Pause.withoutMemory(this); // the next look fails too and tries again
        }
    }

    private void watch() {
        long seen = arrivals;
        int quiet = 0;
        while (!closed) {
            if (leader.isNeglected(UNATTENDED_NANOS)) {
                leader.background();
            }
            long now = arrivals;
            quiet = now == seen ? quiet + 1 : 0;
            seen = now;
            if (quiet < IDLE_PAUSES || leader.isNeglected(0)) {
                LockSupport.parkNanos(this, PAUSE_NANOS);
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
        if (ending == null || ending == Thread.currentThread()) {
            return;
        }
        LockSupport.unpark(ending);
        ThreadJoin.all(List.of(ending));
    }
}
