package io.millrace.engine.internal.task;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Calls of which something has changed. [#deal] ends each call that has nothing left to do, and wakes the
/// threads that wait for news of a call. A call stays here until that is done, whatever fails in between.
final class Endings {
    private final ReentrantLock lock;
    private final Consumer<TaskCall> forget;
    private final Consumer<TaskCall> wake;
    private final CallChain changed = new CallChain();
    private volatile boolean hasSome;

    /// @param lock the scheduler's
    /// @param forget is given a call that has ended, under the lock
    /// @param wake wakes the threads that wait for a call
    Endings(ReentrantLock lock, Consumer<TaskCall> forget, Consumer<TaskCall> wake) {
        this.lock = lock;
        this.forget = forget;
        this.wake = wake;
    }

    /// Something of the call has changed. Called with the lock held.
    void mark(TaskCall call) {
        changed.add(call.changed);
        hasSome = true;
    }

    /// Whether there are calls to deal with; read by any thread.
    boolean hasSome() {
        return hasSome;
    }

    /// Deals with all calls. Called without the lock.
    ///
    /// @return whether there were any
    boolean deal() {
        boolean any = false;
        while (hasSome) {
            any |= dealWithOne();
        }
        return any;
    }

    private boolean dealWithOne() {
        TaskCall call;
        boolean over;
        lock.lock();
        try {
            call = changed.poll();
            hasSome = !changed.isEmpty();
            over = call != null && call.isOver();
        } finally {
            lock.unlock();
        }
        if (call == null) {
            return false;
        }
        if (over) {
            end(call);
        }
        wake.accept(call);
        return true;
    }

    /// Tells the call; only then threads that wait for the end of the call see it.
    private void end(TaskCall call) {
        try {
            call.end(call.missingReason());
        } catch (OutOfMemoryError later) {
            again(call);
            throw later;
        }
        lock.lock();
        try {
            forget.accept(call);
            call.markEnded();
        } finally {
            lock.unlock();
        }
        call.complete();
    }

    private void again(TaskCall call) {
        lock.lock();
        try {
            call.notEnded();
            mark(call);
        } finally {
            lock.unlock();
        }
    }
}
