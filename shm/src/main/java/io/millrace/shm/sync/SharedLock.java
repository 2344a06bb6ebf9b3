package io.millrace.shm.sync;

import io.millrace.shm.ProcessInfo;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.lock.DeathPolicy;
import io.millrace.shm.internal.lock.LockCore;
import io.millrace.shm.internal.lock.LockCore.Taken;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A reentrant lock that threads of all processes share. The owner is a thread of an attached
/// process; only the owner may unlock. Two attachments in one JVM are two owners. Where one thread
/// locks and another one unlocks, use a [SharedSemaphore] of one permit.
///
/// ```java
/// lock.lock();
/// try {
///     balance.set(balance.get() + 1);
/// } finally {
///     lock.unlock();
/// }
/// ```
///
/// **When an owner dies while it holds the lock**, or its thread ends, or its memory is closed, the
/// lock is free within half a second, and marked. The next acquirer goes on if the lock was made with
/// `CONTINUE`; if its handle has a repair, it runs the repair and goes on; else it gets an
/// `OwnerDiedException` and does *not* hold the lock, which keeps its mark. `lockOrRecover` returns
/// holding the marked lock: `markConsistent` removes the mark, an `unlock` without `markConsistent`
/// keeps it.
///
/// Obtained from `SharedMemory.newLock` and `lock`. Waiters get the lock in no order, but other
/// threads overtake a waiter for no longer than about two slices of 50 ms.
/// Every method but `unlock` throws `RegionDroppedException` when the lock was dropped and
/// `IllegalStateException` when the memory is closed.
public final class SharedLock implements Lock {
    private final LockCore core;
    private final @Nullable Repair repair;
    private final DeathPolicy policy;

    private SharedLock(LockCore core, @Nullable Repair repair) {
        this.core = core;
        this.repair = repair;
        policy = new DeathPolicy(core, repair == null ? null : repair::accept);
    }

    /// The lock that a region holds.
    static SharedLock over(Region region) {
        return new SharedLock(LockCore.of(region), null);
    }

    /// A handle on the same lock. When an owner died, the next acquirer through this handle runs
    /// `repair` while it holds the lock, and then goes on. When the repair throws, the lock is not
    /// held, keeps its mark, and the caller gets an `OwnerDiedException` with that cause.
    public SharedLock withRepair(Repair repair) {
        return new SharedLock(core, Objects.requireNonNull(repair, "repair"));
    }

    /// The repair of this handle.
    public Optional<Repair> repair() {
        return Optional.ofNullable(repair);
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    Region region() {
        return core.context().region();
    }

    /// Waits for the lock; interrupts do not end the wait.
    ///
    /// @throws io.millrace.shm.OwnerDiedException when an owner died; the lock is not held
    @Override
    public void lock() {
        try {
            if (!core.enterFast()) {
                policy.settle(core.enter(Deadline.forever(), Interrupts.KEEP));
            }
        } catch (InterruptedException impossible) {
            throw new AssertionError("an interrupt ended a wait that none ends", impossible);
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Waits for the lock until interrupted.
    ///
    /// @throws io.millrace.shm.OwnerDiedException when an owner died; the lock is not held
    /// @throws InterruptedException when the thread is interrupted
    @Override
    public void lockInterruptibly() throws InterruptedException {
        enter(Deadline.forever());
    }

    /// Takes the lock if it is free, also if others wait.
    ///
    /// @throws io.millrace.shm.OwnerDiedException when an owner died; the lock is not held
    @Override
    public boolean tryLock() {
        try {
            return core.enterFast() || policy.settle(core.tryTake());
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Waits for the lock, at most `timeout`; zero or less: as `tryLock()`, but an interrupt throws.
    ///
    /// @throws io.millrace.shm.OwnerDiedException when an owner died; the lock is not held
    /// @throws InterruptedException when the thread is interrupted
    public boolean tryLock(Duration timeout) throws InterruptedException {
        return enter(Deadline.of(timeout));
    }

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
        return enter(Deadline.ofNanos(unit.toNanos(timeout)));
    }

    private boolean enter(Deadline deadline) throws InterruptedException {
        Interrupts.THROW.check();
        try {
            return core.enterFast() || policy.settle(take(deadline));
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    private Taken take(Deadline deadline) throws InterruptedException {
        return deadline.isOver() ? core.tryTake() : core.enter(deadline, Interrupts.THROW);
    }

    /// Waits for the lock and returns holding it, also when an owner died: then the caller repairs what
    /// the lock protects, calls `markConsistent` and later `unlock`. The repair of the handle does not
    /// run.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public LockState lockOrRecover() throws InterruptedException {
        Interrupts.THROW.check();
        try {
            if (core.enterFast()) {
                return isMarked() ? LockState.OWNER_DIED : LockState.CLEAN;
            }
            return LockState.of(policy.report(core.enter(Deadline.forever(), Interrupts.THROW)));
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Removes the mark: what the lock protects is consistent again. For the owner.
    ///
    /// @throws IllegalMonitorStateException when the caller does not hold the lock
    public void markConsistent() {
        try {
            core.requireHeld();
            core.clear(LockWord.OWNER_DIED);
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Whether an owner died while it held the lock, and `markConsistent` was not called since.
    public boolean isMarked() {
        try {
            return (core.word() & LockWord.OWNER_DIED) != 0;
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Unlocks once; the lock is free after as many calls as there were of `lock`.
    ///
    /// @throws IllegalMonitorStateException when the caller does not hold the lock
    @Override
    public void unlock() {
        try {
            core.exit();
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Whether the calling thread holds the lock, through any handle of this attachment.
    public boolean isHeldByCurrentThread() {
        return core.isHeldByCurrentThread();
    }

    /// The process that holds the lock now.
    public Optional<ProcessInfo> owner() {
        try {
            int slot = OwnerBits.slot(core.word());
            return slot == 0 ? Optional.empty() : Optional.of(core.context().slotHolder().info(slot));
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Makes a condition of this lock, with a made-up name.
    @Override
    public SharedCondition newCondition() {
        return SharedCondition.make(this, null);
    }

    /// Makes a condition of this lock.
    ///
    /// @throws io.millrace.shm.RegionExistsException when the name is taken
    public SharedCondition newCondition(String name) {
        return SharedCondition.make(this, Objects.requireNonNull(name, "name"));
    }

    /// Opens a condition of this lock.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException when there is none of that name
    /// @throws io.millrace.shm.WrongRegionTypeException when it belongs to another lock
    public SharedCondition condition(String name) {
        return SharedCondition.open(this, Objects.requireNonNull(name, "name"));
    }

    /// Opens a condition of this lock, or makes it.
    public SharedCondition openOrNewCondition(String name) {
        return SharedCondition.openOrMake(this, Objects.requireNonNull(name, "name"));
    }

    LockCore core() {
        return core;
    }

    DeathPolicy policy() {
        return policy;
    }

    /// Name.
    @Override
    public String toString() {
        return "SharedLock " + name();
    }
}
