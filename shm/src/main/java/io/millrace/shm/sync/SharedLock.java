package io.millrace.shm.sync;

import io.millrace.shm.OwnerDiedException;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.LockWord;
import io.millrace.shm.layout.OwnerBits;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.sync.LockCore.Sharing;
import io.millrace.shm.sync.LockCore.Taken;
import io.millrace.shm.sync.LockOptions.OnOwnerDeath;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A reentrant lock that threads of all processes share. Its owner is a thread of an attached
/// process; two attachments in one JVM are two owners.
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
/// **When an owner dies inside**, or its thread ends, or its memory is closed, the lock is free
/// within half a second, and marked. Whoever takes it next goes on if the lock was made with
/// `CONTINUE`; runs the repair, if its handle has one, and goes on; else gets an
/// `OwnerDiedException` and does *not* hold the lock, which keeps its mark. `lockOrRecover` returns
/// holding the marked lock; after `markConsistent` the mark is gone, without it `unlock` puts it
/// back.
///
/// Obtained from `SharedMemory.newLock` and `lock`. No order is kept among the waiting, but none
/// waits while others take the lock again and again for longer than about two slices of 50 ms.
/// Every method but `unlock` throws `RegionDroppedException` when the lock was dropped and
/// `IllegalStateException` when the memory is closed.
public final class SharedLock implements Lock {
    private final LockCore core;
    private final DeathPolicy policy;

    private SharedLock(LockCore core, @Nullable Repair repair) {
        this.core = core;
        policy = new DeathPolicy(core, repair);
    }

    /// @hidden An inner seam: what the region of a new lock is like.
    public static RegionRequest request(@Nullable String name, LockOptions options) {
        int onOwnerDeath = options.onOwnerDeath() == OnOwnerDeath.CONTINUE ? LockWord.CONTINUE : LockWord.FAIL;
        return new RegionRequest(
                name,
                RegionKind.LOCK,
                null,
                new long[0],
                LockWord.LAYOUT.byteSize(),
                segment -> LockWord.onOwnerDeath(segment, onOwnerDeath));
    }

    /// @hidden An inner seam: the lock that a region holds.
    public static SharedLock over(Region region) {
        return new SharedLock(core(region), null);
    }

    static LockCore core(Region region) {
        return Site.require(region, RegionKind.LOCK).companion(LockCore.class, it -> new LockCore(
                Site.of(it, LockWord.LAYOUT.byteSize()), 0, Sharing.EXCLUSIVE));
    }

    /// A handle on the same lock that, when an owner died inside, runs this repair while it holds
    /// the lock, and then goes on. When the repair throws, the lock is not held, keeps its mark, and
    /// the caller gets an `OwnerDiedException` with that cause.
    public SharedLock withRepair(Repair repair) {
        return new SharedLock(core, Objects.requireNonNull(repair, "repair"));
    }

    /// The repair of this handle.
    public Optional<Repair> repair() {
        return policy.chosenRepair();
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    /// @hidden An inner seam.
    public Region region() {
        return core.site().region();
    }

    /// Waits for the lock; interrupts do not end that. `OwnerDiedException`: not held.
    @Override
    public void lock() {
        try {
            if (!core.enterFast()) {
                policy.settle(core.enter(Patience.forever(), Interrupts.KEEP));
            }
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("an interrupt ended a wait that none ends", impossible);
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Waits for the lock until interrupted. `OwnerDiedException`: not held.
    @Override
    public void lockInterruptibly() throws InterruptedException {
        enter(Patience.forever());
    }

    /// Takes the lock if nobody has it, also if others wait. `OwnerDiedException`: not held.
    @Override
    public boolean tryLock() {
        try {
            return core.enterFast() || policy.settle(core.tryTake());
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Waits for the lock, at most `timeout`; zero or less: as `tryLock()`, but an interrupt throws.
    /// `OwnerDiedException`: not held.
    public boolean tryLock(Duration timeout) throws InterruptedException {
        return enter(Patience.of(timeout));
    }

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
        return enter(Patience.ofNanos(unit.toNanos(timeout)));
    }

    private boolean enter(Patience patience) throws InterruptedException {
        Interrupts.THROW.check();
        try {
            return core.enterFast() || policy.settle(take(patience));
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    private Taken take(Patience patience) throws InterruptedException {
        return patience.isOver() ? core.tryTake() : core.enter(patience, Interrupts.THROW);
    }

    /// Waits for the lock and returns holding it, also when an owner died inside: then the caller
    /// puts right what the lock protects, calls `markConsistent` and later `unlock`. No repair is
    /// run.
    public LockState lockOrRecover() throws InterruptedException {
        Interrupts.THROW.check();
        try {
            if (core.enterFast()) {
                return isMarked() ? LockState.OWNER_DIED : LockState.CLEAN;
            }
            return policy.report(core.enter(Patience.forever(), Interrupts.THROW));
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Says that what the lock protects is right again; for its holder.
    public void markConsistent() {
        try {
            core.requireHeld();
            core.clear(LockWord.OWNER_DIED);
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Whether an owner died inside and nobody has put that right since.
    public boolean isMarked() {
        try {
            return (core.word() & LockWord.OWNER_DIED) != 0;
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Lets go; the lock is free when that was done as often as it was locked.
    /// `IllegalMonitorStateException` when the caller does not hold it.
    @Override
    public void unlock() {
        try {
            core.exit();
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Whether the calling thread holds it, through whatever handle of this attachment.
    public boolean isHeldByCurrentThread() {
        return core.isHeldByCurrentThread();
    }

    /// The process that holds it now.
    public Optional<ProcessInfo> owner() {
        try {
            int slot = OwnerBits.slot(core.word());
            return slot == 0 ? Optional.empty() : Optional.of(core.site().attachment().info(slot));
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Makes a condition of this lock, with a made-up name.
    @Override
    public SharedCondition newCondition() {
        return SharedCondition.make(this, null);
    }

    /// Makes a condition of this lock. `RegionExistsException`.
    public SharedCondition newCondition(String name) {
        return SharedCondition.make(this, Objects.requireNonNull(name, "name"));
    }

    /// Opens a condition of this lock. `NoSuchRegionException`; of another lock:
    /// `WrongRegionTypeException`.
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
