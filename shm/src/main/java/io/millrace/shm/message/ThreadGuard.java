package io.millrace.shm.message;

import io.millrace.shm.os.ThreadBarrier;
import io.millrace.shm.sync.Patience;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lets one thread of this process at a time touch a ring by its bare address, and lets a closer
/// shut it for good. As long as it is always the same thread, which is how pipes are used, that
/// costs two plain stores and no atomic instruction, which would wait for all stores before it.
///
/// ```text
///   no seat ──G1 first thread, or one that came often──▶ seat of T ──G2 another thread, or a closer──▶ no seat
///
///   T, in its seat:            busy = 1; seat still mine?   ...   busy = 0
///   others, under the lock:    seat = none; barrier in all threads; wait until busy = 0; ...
/// ```
///
/// **Exclusion.** T stores `busy`, then loads `seat`; who unseats it stores `seat`, issues
/// [ThreadBarrier], then loads `busy`. So either T sees that it lost the seat and goes the way of
/// the lock, or the other one sees that T is inside and waits. Every seat has a `busy` of its own: a
/// thread that was slow to notice disturbs nobody. Where the kernel has no such barrier nobody gets
/// a seat and all take the lock.
///
/// **A thread that ends inside**, with a claim open, is thrown out by whoever wants to come in or to close.
final class ThreadGuard {
    private static final VarHandle SEAT;
    private static final VarHandle BUSY;
    private static final int OFTEN = 1024;
    private static final long LOOK_NANOS = 20_000;
    private static final long MOMENT_NANOS = 1_000_000;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SEAT = lookup.findVarHandle(ThreadGuard.class, "seat", Seat.class);
            BUSY = lookup.findVarHandle(Seat.class, "busy", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Semaphore lock = new Semaphore(1);
    private final Runnable whenClosed;
    private final Runnable whenLeft;
    /// Who has the lock.
    private @Nullable Thread holder;
    private @Nullable Seat seat;
    /// Of whoever is inside: by which seat it came in, null if by the lock.
    private @Nullable Seat inside;
    /// Under the lock: of which it is not known yet that its thread is out.
    private @Nullable Seat leaving;
    private @Nullable Thread last;
    private int turns = OFTEN;
    private boolean closed;

    /// The right of one thread to come in without the lock.
    private static final class Seat {
        final Thread thread;
        int busy = 1;

        Seat(Thread thread) {
            this.thread = thread;
        }
    }

    /// @param whenClosed throws what callers shall get after `tryClose`
    /// @param whenLeft ends what a thread had begun that ended inside; called in its place
    ThreadGuard(Runnable whenClosed, Runnable whenLeft) {
        this.whenClosed = whenClosed;
        this.whenLeft = whenLeft;
    }

    /// Comes in; false when others were inside for as long as the caller wanted to wait.
    /// `IllegalStateException` when the caller is inside already.
    boolean enter(Patience patience) throws InterruptedException {
        return enterSeated() || enterLocked(patience);
    }

    /// As `enter`, for calls that do not wait: puts up with a moment in which another thread is
    /// inside.
    boolean enterSoon() {
        return enterSeated() || enterUninterrupted(Patience.ofNanos(MOMENT_NANOS));
    }

    /// As `enter`; an interrupt is kept for later.
    boolean enterUninterrupted(Patience patience) {
        if (enterSeated()) {
            return true;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return enterLocked(patience);
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

    private boolean enterSeated() {
        Seat mine = (Seat) SEAT.getOpaque(this);
        if (mine == null || mine.thread != Thread.currentThread()) {
            return false;
        }
        if ((int) BUSY.get(mine) != 0) {
            throw nested();
        }
        BUSY.setOpaque(mine, 1);
        VarHandle.acquireFence(); // for the compiler: the load below stays below
        if ((Seat) SEAT.getOpaque(this) == mine) {
            return true;
        }
        BUSY.setOpaque(mine, 0);
        return false;
    }

    private boolean enterLocked(Patience patience) throws InterruptedException {
        if (isHolder()) {
            throw nested();
        }
        if (!acquire(patience)) {
            return false;
        }
        boolean locked = false;
        try {
            if (closed) {
                whenClosed.run();
                throw new IllegalStateException("the region is gone; open it anew");
            }
            if (mayBeSeated()) {
                inside = new Seat(Thread.currentThread());
                SEAT.setVolatile(this, inside); // G1
                return true;
            }
            unseat();
            locked = awaitLeaving(patience);
            inside = locked ? null : inside;
            return locked;
        } finally {
            if (!locked) {
                release();
            }
        }
    }

    private boolean acquire(Patience patience) throws InterruptedException {
        while (!tryAcquire(patience.sliceNanos())) {
            if (patience.isOver()) {
                return false;
            }
        }
        return true;
    }

    /// Gets the lock, or inherits it from a thread that ended.
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

    private boolean mayBeSeated() {
        Thread me = Thread.currentThread();
        turns = last == null || last == me ? turns + 1 : 0;
        last = me;
        return turns > OFTEN && SEAT.getVolatile(this) == null && leaving == null && ThreadBarrier.isAvailable();
    }

    private void unseat() {
        Seat seated = (Seat) SEAT.getVolatile(this);
        if (seated != null) {
            leaving = seated;
            turns = 0;
            SEAT.setVolatile(this, null); // G2
            ThreadBarrier.issue();
        }
    }

    private boolean isLeft() {
        Seat late = leaving;
        if (late != null && (int) BUSY.getAcquire(late) != 0 && !late.thread.isAlive()) {
            whenLeft.run();
            BUSY.setRelease(late, 0);
        }
        if (late != null && (int) BUSY.getAcquire(late) == 0) {
            leaving = null;
        }
        return leaving == null;
    }

    private boolean awaitLeaving(Patience patience) throws InterruptedException {
        while (!isLeft()) {
            if (patience.isOver()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /// Goes out.
    void exit() {
        Seat mine = inside;
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

    /// Nobody comes in any more, if nobody is inside now; whether that is so. Waits for nobody.
    boolean tryClose() {
        if (isHolder() || !tryAcquireNow()) {
            return false;
        }
        try {
            unseat();
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
