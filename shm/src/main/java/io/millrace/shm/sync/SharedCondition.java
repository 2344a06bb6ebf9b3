package io.millrace.shm.sync;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.layout.ConditionWord;
import io.millrace.shm.internal.lock.ConditionCore;
import io.millrace.shm.internal.lock.LockCore;
import io.millrace.shm.internal.lock.WaitContext;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A condition of a [SharedLock], as `java.util.concurrent.locks.Condition`: a wait releases the lock,
/// and holds it again, as deep as before, when it returns or throws. A wait may end without a signal,
/// so it belongs into a loop.
///
/// If an owner of the lock died meanwhile and the handle neither continues nor repairs, the wait ends
/// with an `OwnerDiedException`; the caller then *holds* the lock, as after every wait, and its
/// `unlock` keeps the mark.
///
/// Each signal ends one wait, of any process; a wait that began after the signal does not take it. The
/// signal of a waiter that dies before it holds the lock again goes to another one that waited at the
/// time. A wait that got a signal and is interrupted returns, and keeps the interrupt. Among processes
/// there is no order; within one process the oldest waits end first. The protocol stands in
/// [ConditionCore].
public final class SharedCondition implements Condition {
    private final SharedLock lock;
    private final WaitContext context;
    private final ConditionCore core;

    private SharedCondition(SharedLock lock, Region region) {
        this.lock = lock;
        core = ConditionCore.of(region);
        context = core.context();
    }

    /// The condition that a region holds, with its lock.
    static SharedCondition over(Region region) {
        WaitContext context =
                WaitContext.of(WaitContext.require(region, RegionKind.CONDITION), ConditionWord.LAYOUT.byteSize());
        int row = ConditionWord.lockRow(context.segment());
        long generation = ConditionWord.lockGeneration(context.segment());
        try {
            return new SharedCondition(SharedLock.over(region.memory().openRegion(row, generation)), region);
        } catch (IllegalArgumentException noSuchRow) {
            throw new FileFormatException(
                    "the condition is damaged: region=" + region.info() + ", row of its lock=" + row
                            + "; drop it and make it anew",
                    noSuchRow);
        }
    }

    static SharedCondition make(SharedLock lock, @Nullable String name) {
        Region of = lock.region();
        RegionRequest request = new RegionRequest(
                name,
                RegionKind.CONDITION,
                null,
                new long[0],
                ConditionWord.LAYOUT.byteSize(),
                segment -> ConditionWord.lock(segment, of.row(), of.generation()));
        return new SharedCondition(lock, of.memory().createRegion(request));
    }

    static SharedCondition open(SharedLock lock, String name) {
        Region of = lock.region();
        Regions memory = of.memory();
        SharedCondition condition = new SharedCondition(lock, memory.openRegion(name, RegionKind.CONDITION));
        int row = ConditionWord.lockRow(condition.context.segment());
        if (row != of.row() || ConditionWord.lockGeneration(condition.context.segment()) != of.generation()) {
            throw new WrongRegionTypeException("the condition belongs to another lock: condition=" + name + ", lock="
                    + lock.name() + "; open it from its own lock");
        }
        return condition;
    }

    static SharedCondition openOrMake(SharedLock lock, String name) {
        while (true) {
            try {
                return open(lock, name);
            } catch (NoSuchRegionException missing) {
                try {
                    return make(lock, name);
                } catch (RegionExistsException another) {
                    continue;
                }
            }
        }
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    /// Its lock.
    public SharedLock lock() {
        return lock;
    }

    Region region() {
        return context.region();
    }

    @Override
    public void await() throws InterruptedException {
        await(Deadline.forever(), Interrupts.THROW);
    }

    @Override
    public void awaitUninterruptibly() {
        try {
            await(Deadline.forever(), Interrupts.KEEP);
        } catch (InterruptedException impossible) {
            throw new AssertionError("an interrupt ended a wait that none ends", impossible);
        }
    }

    /// Waits at most `timeout`; false when that was over before a signal came.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Deadline.of(timeout), Interrupts.THROW);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(Deadline.ofNanos(unit.toNanos(time)), Interrupts.THROW);
    }

    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
        Deadline deadline = Deadline.ofNanos(nanosTimeout);
        await(deadline, Interrupts.THROW);
        return deadline.leftNanos();
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), Instant.ofEpochMilli(deadline.getTime()));
        return await(Deadline.of(left), Interrupts.THROW);
    }

    /// Waits until `isMet` is true, which the caller asks with the lock held: at once, and after each signal.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public void awaitUntil(BooleanSupplier isMet) throws InterruptedException {
        awaitUntil(isMet, Deadline.forever());
    }

    /// As [#awaitUntil(BooleanSupplier)], no longer than `timeout`; what `isMet` says in the end.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public boolean awaitUntil(BooleanSupplier isMet, Duration timeout) throws InterruptedException {
        return awaitUntil(isMet, Deadline.of(timeout));
    }

    private boolean awaitUntil(BooleanSupplier isMet, Deadline deadline) throws InterruptedException {
        boolean met = isMet.getAsBoolean();
        while (!met && !deadline.isOver()) {
            await(deadline, Interrupts.THROW);
            met = isMet.getAsBoolean();
        }
        return met;
    }

    private boolean await(Deadline deadline, Interrupts interrupts) throws InterruptedException {
        try {
            lock.core().requireHeld();
            interrupts.check();
            return unlockAndWait(deadline, interrupts);
        } catch (RuntimeException failure) {
            throw context.refused(failure);
        }
    }

    private boolean unlockAndWait(Deadline deadline, Interrupts interrupts) throws InterruptedException {
        ConditionCore.Sleeper own = core.arrive();
        while (true) {
            int depth = lock.core().exitAll();
            CrashPoint.hit("condition.unlocked");
            InterruptedException interrupt = null;
            LockCore.Taken taken;
            try {
                awaitSignal(own, deadline, interrupts);
            } catch (InterruptedException ended) {
                interrupt = ended;
            } finally {
                CrashPoint.hit("condition.beforeLock");
                taken = lockAgain(depth);
            }
            boolean signalled = core.take(own);
            boolean over = signalled || interrupt != null || deadline.isOver() || refuses(taken);
            if (over && !signalled) {
                core.leave(own);
            }
            lock.policy().settleHolding(taken);
            if (over) {
                return ended(signalled, interrupt);
            }
        }
    }

    private boolean refuses(LockCore.Taken taken) {
        return taken == LockCore.Taken.OWNER_DIED && lock.policy().refuses();
    }

    /// A wait that got a signal returns, interrupted or not.
    private static boolean ended(boolean signalled, @Nullable InterruptedException interrupt)
            throws InterruptedException {
        if (interrupt != null) {
            if (!signalled) {
                throw interrupt;
            }
            Thread.currentThread().interrupt();
        }
        return signalled;
    }

    /// Sleeps until there is a signal for `own`, or the deadline passes.
    private void awaitSignal(ConditionCore.Sleeper own, Deadline deadline, Interrupts interrupts)
            throws InterruptedException {
        RecordedWait wait = RecordedWait.NONE;
        try {
            int seen = core.seen();
            boolean signalled = core.isSignalled(own);
            while (!signalled && !deadline.isOver()) {
                interrupts.check();
                wait = context.begun(wait, WaitedFor.SIGNAL);
                core.sleep(seen, deadline.sliceNanos());
                context.check();
                lock.core().context().check(); // nobody can signal without it
                seen = core.seen();
                signalled = core.isSignalled(own);
            }
            wait.ended(signalled);
        } finally {
            wait.close();
        }
    }

    private LockCore.Taken lockAgain(int depth) throws InterruptedException {
        LockCore.Taken taken = lock.core().enterFast()
                ? LockCore.Taken.CLEAN
                : lock.core().enter(Deadline.forever(), Interrupts.KEEP);
        lock.core().restoreDepth(depth);
        return taken;
    }

    /// Ends the wait of one, if any waits; for the holder of the lock.
    @Override
    public void signal() {
        try {
            lock.core().requireHeld();
            context.check();
            core.signal();
        } catch (RuntimeException failure) {
            throw context.refused(failure);
        }
    }

    /// Ends the waits of up to `waiters`; for the holder of the lock.
    ///
    /// @throws IllegalArgumentException when `waiters` is negative
    public void signal(int waiters) {
        if (waiters < 0) {
            throw new IllegalArgumentException("waiters must not be negative: waiters=" + waiters);
        }
        for (int signalled = 0; signalled < waiters; signalled++) {
            signal();
        }
    }

    /// Ends the waits of all; for the holder of the lock.
    @Override
    public void signalAll() {
        try {
            lock.core().requireHeld();
            context.check();
            core.signalAll();
        } catch (RuntimeException failure) {
            throw context.refused(failure);
        }
    }

    /// Name, and that of its lock.
    @Override
    public String toString() {
        return "SharedCondition " + name() + " of " + lock;
    }
}
