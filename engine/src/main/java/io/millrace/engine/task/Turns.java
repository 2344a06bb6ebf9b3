package io.millrace.engine.task;

import io.millrace.engine.job.Bell;
import io.millrace.engine.job.PoolRegion;
import io.millrace.shm.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Says which thread collects the results. One at a time: a thread that waits for some if there is
/// one, so that nobody has to be woken for them; the others that wait sleep until their call has
/// news or the turn is theirs. When nobody waits, [Stand-in][StandIn] does it, a daemon thread.
final class Turns implements AutoCloseable {
    /// A sleep is never longer: a wake may be lost with the process that owed it.
    private static final long SLICE = 50_000_000;

    private final Supplier<Look> pass;
    private final BooleanSupplier hasWork;
    private final @Nullable BooleanSupplier own;
    private final PoolRegion pool;
    private final Bell bell;
    private final Waiting waiting;
    private final AtomicReference<@Nullable Thread> turn = new AtomicReference<>();
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private final StandIn standIn = new StandIn(this);
    private volatile int waiterCount;
    private volatile long lookedAt;

    /// What a pass saw.
    ///
    /// @param moved whether anything was collected or submitted, so that another pass may find more
    /// @param nextNanos after how long to look again if nothing happens
    record Look(boolean moved, long nextNanos) {}

    private record Waiter(Thread thread, TaskCall call, Object identity) {}

    /// @param pass one look at everything
    /// @param hasWork whether there is anything to wait for
    /// @param own runs one batch in this thread, for a pool without workers; false when there is none
    Turns(PoolRegion pool, Supplier<Look> pass, BooleanSupplier hasWork, @Nullable BooleanSupplier own) {
        this.pool = pool;
        this.pass = pass;
        this.hasWork = hasWork;
        this.own = own;
        this.bell = pool.taskNews();
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
                if (turn.get() == null) { // it may be the one who was woken to take it
                    handOver();
                }
                return false;
            }
            if (turn.get() == me) { // code of the user's that runs in the collecting thread
                lead(ready, endNanos);
            } else if (turn.compareAndSet(null, me)) {
                try {
                    lead(ready, endNanos);
                } finally {
                    pass();
                }
            } else {
                follow(new Waiter(me, call, new Object()), ready, endNanos);
            }
        }
        return true;
    }

    /// One look, unless it is another's turn.
    void assist() {
        if (turn.compareAndSet(null, Thread.currentThread())) {
            try {
                look();
            } finally {
                turn.set(null);
            }
        }
    }

    private void lead(BooleanSupplier ready, long endNanos) {
        boolean leads = true;
        while (leads) {
            try {
                leads = lookAndWait(ready, endNanos);
            } catch (IllegalStateException unmapped) {
                if (!pool.isGone()) { // another's: the next look ends all calls
                    throw unmapped;
                }
            }
        }
    }

    /// @return whether to go on
    private boolean lookAndWait(BooleanSupplier ready, long endNanos) {
        int seen = pool.isGone() ? 0 : bell.getAcquire();
        Look look = look();
        if (ready.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        long left = endNanos - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        if (!look.moved) {
            bell.awaitChange(seen, waiting, Duration.ofNanos(Math.min(SLICE, Math.min(left, look.nextNanos))));
        }
        return true;
    }

    private Look look() {
        Look look = pass.get();
        lookedAt = System.nanoTime();
        if (own != null && hasWork.getAsBoolean() && own.getAsBoolean()) {
            return new Look(true, 0);
        }
        return look;
    }

    /// Gives the turn away.
    private void pass() {
        turn.set(null);
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
        if (hasWork.getAsBoolean()) {
            standIn.wake();
        }
    }

    private void follow(Waiter me, BooleanSupplier ready, long endNanos) {
        enlist(me);
        try {
            if (turn.get() != null && !ready.getAsBoolean()) {
                LockSupport.parkNanos(this, Math.clamp(endNanos - System.nanoTime(), 0, SLICE));
            }
        } finally {
            synchronized (waiters) {
                waiters.remove(me);
                waiterCount = waiters.size();
            }
            if (turn.get() == null && ready.getAsBoolean()) {
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

    /// The call has news for who waits for it.
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
        woken.forEach(LockSupport::unpark);
    }

    /// There is something to collect, sooner or later.
    void workCame() {
        standIn.workCame();
    }

    /// Whoever has the turn looks at once.
    void nudge() {
        if (!pool.isGone()) {
            bell.ring();
        }
    }

    /// Whether nobody has looked for a while, although there is work.
    boolean isNeglected(long nanos) {
        return hasWork.getAsBoolean() && turn.get() == null && System.nanoTime() - lookedAt > nanos;
    }

    /// Collects in the stand-in's thread until somebody waits or nothing is left.
    void standIn() {
        if (turn.compareAndSet(null, Thread.currentThread())) {
            try {
                lead(() -> waiterCount > 0 || !hasWork.getAsBoolean(), System.nanoTime() + Long.MAX_VALUE / 2);
            } finally {
                pass();
            }
        }
    }

    @Override
    public void close() {
        standIn.close();
    }
}
