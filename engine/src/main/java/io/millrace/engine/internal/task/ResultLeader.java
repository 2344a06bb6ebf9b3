package io.millrace.engine.internal.task;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.EventCount;
import io.millrace.shm.internal.wait.Pause;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Chooses the thread that collects the results: leader and followers (Schmidt et al., *Leader/Followers*,
/// PLoP 2000). The leader is one of the threads that wait for results, if there is one, so that no thread
/// has to be woken for them. The followers sleep until their call has news or the leader resigns. When no
/// thread waits, a daemon thread leads: [BackgroundLeader].
final class ResultLeader implements AutoCloseable {
    /// A user's thread that finds no memory for this long stops leading.
    private static final long NO_MEMORY_LIMIT_NANOS = 30_000_000_000L;

    private final Work work;
    private final @Nullable BooleanSupplier own;
    private final PoolRegion pool;
    private final EventCount news;
    private final Waiting waiting;
    private final AtomicReference<@Nullable Thread> leader = new AtomicReference<>();
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private final BackgroundLeader background = new BackgroundLeader(this);
    private volatile int waiterCount;
    private volatile long lookedAt;

    /// What one look saw.
    ///
    /// @param moved whether anything was collected or submitted, so that another look may find more
    /// @param nextNanos after how long to look again if nothing happens
    record Look(boolean moved, long nextNanos) {}

    /// A thread that waits for a call; one such thing for each wait. No record: the JVM makes the hash code of those
    /// at its first use, which may be when there is no memory, and then never again.
    private static final class Waiter {
        final Thread thread;
        final TaskCall call;

        Waiter(Thread thread, TaskCall call) {
            this.thread = thread;
            this.call = call;
        }
    }

    /// What the leader does.
    ///
    /// @param pass one look at everything
    /// @param hasWork whether there is anything to wait for
    /// @param giveUp ends all calls with an error, when looks fail
    record Work(Supplier<Look> pass, BooleanSupplier hasWork, Consumer<Throwable> giveUp) {}

    /// @param own runs one batch in this thread, for a pool without workers, and gives false when there is
    ///         none; null in other pools
    ResultLeader(Work work, PoolRegion pool, @Nullable BooleanSupplier own) {
        this.work = work;
        this.pool = pool;
        this.own = own;
        this.news = pool.taskNews();
        this.waiting = pool.shape().waiting();
        this.lookedAt = System.nanoTime();
    }

    /// Waits until `ready` holds.
    ///
    /// @return false when the thread was interrupted, or the time is up
    boolean await(TaskCall call, BooleanSupplier ready, long endNanos) {
        Thread me = Thread.currentThread();
        while (!ready.getAsBoolean()) {
            if (me.isInterrupted() || System.nanoTime() - endNanos >= 0) {
                if (leader.get() == null) { // this thread may be the one that was woken to lead
                    handOver();
                }
                return false;
            }
            if (leader.get() == me) { // code of the user's that runs in the leading thread
                lead(ready, endNanos);
            } else if (leader.compareAndSet(null, me)) {
                try {
                    lead(ready, endNanos);
                } finally {
                    pass();
                }
            } else {
                follow(new Waiter(me, call), ready, endNanos);
            }
        }
        return true;
    }

    /// Looks once, unless another thread leads.
    void assist() {
        if (leader.compareAndSet(null, Thread.currentThread())) {
            try {
                look();
            } finally {
                leader.set(null);
            }
        }
    }

    private void lead(BooleanSupplier ready, long endNanos) {
        boolean leads = true;
        long failingSince = 0;
        while (leads) {
            try {
                leads = lookAndWait(ready, endNanos);
                failingSince = 0;
            } catch (IllegalStateException unmapped) {
                if (!pool.isGone()) { // another process's pool: the next look ends all calls
                    throw unmapped;
                }
            } catch (OutOfMemoryError noMemory) { // the next look finds what this one left
                long now = System.nanoTime();
                failingSince = failingSince == 0 ? now : failingSince;
                if (now - failingSince > NO_MEMORY_LIMIT_NANOS) {
                    throw noMemory;
                }
                Pause.withoutMemory(this);
                leads = !ready.getAsBoolean() && !Thread.currentThread().isInterrupted() && now - endNanos < 0;
            }
        }
    }

    /// Ends all calls, because nothing can be collected.
    void giveUp(Throwable failure) {
        work.giveUp.accept(failure);
    }

    /// @return whether to go on
    private boolean lookAndWait(BooleanSupplier ready, long endNanos) {
        int seen = pool.isGone() ? 0 : news.epoch();
        Look look = look();
        if (ready.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        long left = endNanos - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        if (!look.moved) {
            news.awaitChange(seen, waiting, Math.min(Deadline.SLICE_NANOS, Math.min(left, look.nextNanos)));
        }
        return true;
    }

    private Look look() {
        Look look = work.pass.get();
        lookedAt = System.nanoTime();
        if (own != null && work.hasWork.getAsBoolean() && own.getAsBoolean()) {
            return new Look(true, 0);
        }
        return look;
    }

    /// Resigns, and wakes the next leader.
    private void pass() {
        leader.set(null);
        handOver();
    }

    private void handOver() {
        if (waiterCount > 0) {
            Waiter next;
            synchronized (waiters) {
                next = waiters.isEmpty() ? null : waiters.iterator().next();
            }
            if (next != null) {
                LockSupport.unpark(next.thread);
                return;
            }
        }
        if (work.hasWork.getAsBoolean()) {
            background.wake();
        }
    }

    private void follow(Waiter me, BooleanSupplier ready, long endNanos) {
        enlist(me);
        try {
            if (leader.get() != null && !ready.getAsBoolean()) {
                LockSupport.parkNanos(this, Math.clamp(endNanos - System.nanoTime(), 0, Deadline.SLICE_NANOS));
            }
        } finally {
            synchronized (waiters) {
                waiters.remove(me);
                waiterCount = waiters.size();
            }
            if (leader.get() == null && ready.getAsBoolean()) {
                handOver();
            }
        }
    }

    private void enlist(Waiter me) {
        synchronized (waiters) {
            waiters.add(me);
            waiterCount = waiters.size();
        }
    }

    /// Wakes the threads that wait for the call.
    void wake(TaskCall call) {
        if (waiterCount == 0) {
            return;
        }
        List<Thread> woken = new ArrayList<>(1);
        synchronized (waiters) {
            for (Waiter waiter : waiters) {
                if (waiter.call == call) {
                    woken.add(waiter.thread);
                }
            }
        }
        for (Thread thread : woken) {
            LockSupport.unpark(thread);
        }
    }

    /// There will be something to collect.
    void workSubmitted() {
        background.workSubmitted();
    }

    /// The leader looks at once.
    void nudge() {
        if (!pool.isGone()) {
            news.advance();
        }
    }

    /// Whether no thread has looked for a while, although there is work.
    boolean isNeglected(long nanos) {
        return work.hasWork.getAsBoolean() && leader.get() == null && System.nanoTime() - lookedAt > nanos;
    }

    /// Collects in the background thread until another thread waits or nothing is left.
    void background() {
        if (leader.compareAndSet(null, Thread.currentThread())) {
            try {
                lead(() -> waiterCount > 0 || !work.hasWork.getAsBoolean(), System.nanoTime() + Long.MAX_VALUE / 2);
            } finally {
                pass();
            }
        }
    }

    @Override
    public void close() {
        background.close();
    }
}
