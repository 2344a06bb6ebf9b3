package io.millrace.shm.internal.ring;

import io.millrace.shm.internal.os.ThreadBarrier;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Pause;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A biased lock around a ring that is accessed by its bare address; a closer shuts it for good. One
/// thread at a time is inside. The thread that has the bias enters with two plain stores and no atomic
/// instruction, which would wait for all earlier stores; pipes are mostly used by one thread a side.
///
/// ```text
///   no bias ──G1 the first thread, or one that entered often in a row──▶ bias to T
///   bias to T ──G2 another thread, or a closer, revokes it──▶ no bias
///
///   T, by its bias:            busy = 1; bias still mine?   ...   busy = 0
///   others, under the lock:    bias = none; barrier in all threads; wait until busy = 0; ...
/// ```
///
/// **Exclusion.** T stores `busy`, then loads `bias`; the thread that revokes stores `bias`, issues
/// [ThreadBarrier], then loads `busy` (an asymmetric Dekker pair). So either T sees that it lost the
/// bias and takes the lock, or the other thread sees that T is inside and waits. Each bias has a `busy`
/// of its own: a thread that is slow to notice its revocation delays no later bias. Where the kernel
/// has no such barrier, no thread gets a bias and all threads take the lock.
///
/// **Death.** When a thread ends inside, with a claim open, the next thread that enters or closes ends
/// the claim in its place.
///
/// Dice, Moir, Scherer, *Quickly Reacquirable Locks*, 2003; membarrier(2).
final class BiasedLock {
    private static final VarHandle BIAS;
    private static final VarHandle BUSY;
    private static final int BIAS_AFTER_ENTRIES = 1024;
    private static final long SHORT_WAIT_NANOS = 1_000_000;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BIAS = lookup.findVarHandle(BiasedLock.class, "bias", Bias.class);
            BUSY = lookup.findVarHandle(Bias.class, "busy", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Semaphore lock = new Semaphore(1);
    private final Runnable whenClosed;
    private final Runnable whenLeft;
    /// The thread that holds the lock; guarded by the monitor of `lock`.
    private @Nullable Thread holder;
    private @Nullable Bias bias;
    /// The bias by which the thread inside entered; null when it entered by the lock.
    private @Nullable Bias inside;
    /// The revoked bias whose thread has not been seen outside yet; guarded by `lock`.
    private @Nullable Bias revoked;
    private @Nullable Thread last;
    private int entriesLeft = BIAS_AFTER_ENTRIES;
    private boolean closed;

    /// The right of one thread to enter without the lock.
    private static final class Bias {
        final Thread thread;
        int busy = 1;

        Bias(Thread thread) {
            this.thread = thread;
        }
    }

    /// @param whenClosed throws the exception of `enter` after `tryClose`
    /// @param whenLeft ends the claim of a thread that ended inside; the next thread calls it
    BiasedLock(Runnable whenClosed, Runnable whenLeft) {
        this.whenClosed = whenClosed;
        this.whenLeft = whenLeft;
    }

    /// Enters; false when another thread was inside until `deadline`.
    ///
    /// @throws IllegalStateException the caller is inside already
    boolean enter(Deadline deadline) throws InterruptedException {
        return enterBiased() || enterLocked(deadline);
    }

    /// As `enter`, for calls that do not wait: waits a millisecond at most for another thread to leave.
    boolean enterSoon() {
        return enterBiased() || enterUninterrupted(Deadline.ofNanos(SHORT_WAIT_NANOS));
    }

    /// As `enter`; an interrupt does not end the wait and stays pending.
    boolean enterUninterrupted(Deadline deadline) {
        if (enterBiased()) {
            return true;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return enterLocked(deadline);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean enterBiased() {
        Bias mine = (Bias) BIAS.getOpaque(this);
        if (mine == null || mine.thread != Thread.currentThread()) {
            return false;
        }
        if ((int) BUSY.get(mine) != 0) {
            throw nested();
        }
        BUSY.setOpaque(mine, 1);
        VarHandle.acquireFence(); // for the compiler: the load below stays below
        if ((Bias) BIAS.getOpaque(this) == mine) {
            return true;
        }
        BUSY.setOpaque(mine, 0);
        return false;
    }

    private boolean enterLocked(Deadline deadline) throws InterruptedException {
        if (isHolder()) {
            throw nested();
        }
        if (!acquire(deadline)) {
            return false;
        }
        boolean locked = false;
        try {
            if (closed) {
                whenClosed.run();
                throw new IllegalStateException("the region is gone; open it anew");
            }
            if (mayBeBiased()) {
                inside = new Bias(Thread.currentThread());
                BIAS.setVolatile(this, inside); // G1
                return true;
            }
            revoke();
            locked = awaitLeaving(deadline);
            inside = locked ? null : inside;
            return locked;
        } finally {
            if (!locked) {
                release();
            }
        }
    }

    private boolean acquire(Deadline deadline) throws InterruptedException {
        while (!tryAcquire(deadline.sliceNanos())) {
            if (deadline.isOver()) {
                return false;
            }
        }
        return true;
    }

    /// Takes the lock, also from a thread that ended while it held it.
    private boolean tryAcquire(long nanos) throws InterruptedException {
        boolean free = nanos > 0 ? lock.tryAcquire(nanos, TimeUnit.NANOSECONDS) : lock.tryAcquire();
        synchronized (lock) {
            Thread before = holder;
            boolean left = !free && before != null && !before.isAlive();
            if (left) {
                whenLeft.run();
            }
            if (free || left) {
                holder = Thread.currentThread();
            }
            return free || left;
        }
    }

    private void release() {
        synchronized (lock) {
            holder = null;
        }
        lock.release();
    }

    private boolean isHolder() {
        synchronized (lock) {
            return holder == Thread.currentThread();
        }
    }

    private boolean mayBeBiased() {
        Thread me = Thread.currentThread();
        entriesLeft = last == null || last == me ? entriesLeft + 1 : 0;
        last = me;
        return entriesLeft > BIAS_AFTER_ENTRIES && BIAS.getVolatile(this) == null && revoked == null
                && ThreadBarrier.isAvailable();
    }

    private void revoke() {
        Bias biased = (Bias) BIAS.getVolatile(this);
        if (biased != null) {
            revoked = biased;
            entriesLeft = 0;
            BIAS.setVolatile(this, null); // G2
            ThreadBarrier.issue();
        }
    }

    private boolean isLeft() {
        Bias late = revoked;
        if (late != null && (int) BUSY.getAcquire(late) != 0 && !late.thread.isAlive()) {
            whenLeft.run();
            BUSY.setRelease(late, 0);
        }
        if (late != null && (int) BUSY.getAcquire(late) == 0) {
            revoked = null;
        }
        return revoked == null;
    }

    private boolean awaitLeaving(Deadline deadline) throws InterruptedException {
        while (!isLeft()) {
            if (deadline.isOver()) {
                return false;
            }
            Pause.poll();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /// Leaves.
    void exit() {
        Bias mine = inside;
        if (mine == null) {
            release();
        } else {
            BUSY.setRelease(mine, 0);
        }
    }

    private boolean tryAcquireNow() {
        try {
            return tryAcquire(0);
        } catch (InterruptedException neverWaits) {
            throw new AssertionError(neverWaits);
        }
    }

    /// Closes the lock for good if no thread is inside; whether it is closed. Does not wait.
    boolean tryClose() {
        if (isHolder() || !tryAcquireNow()) {
            return false;
        }
        try {
            revoke();
            closed |= isLeft();
            return closed;
        } finally {
            release();
        }
    }

    private static IllegalStateException nested() {
        return new IllegalStateException(
                "this thread has a claim open there, or is inside a handler of it; end that first");
    }
}
