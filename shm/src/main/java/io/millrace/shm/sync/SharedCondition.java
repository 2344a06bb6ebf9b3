package io.millrace.shm.sync;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.OwnerDiedException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.layout.ConditionWord;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.Regions;
import io.millrace.shm.sync.FutexWord.Sleep;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// A condition of a [SharedLock], as `java.util.concurrent.locks.Condition`: whoever waits lets go
/// of the lock meanwhile, and holds it again, as deep as before, when the wait returns or throws.
/// Waits may end without a signal, so they belong into a loop.
///
/// If somebody died holding the lock meanwhile and the handle neither continues nor repairs, the
/// wait ends with an `OwnerDiedException`; the caller then *holds* the lock, as after every wait,
/// and its `unlock` puts the mark back.
///
/// ```text
///   word: (signals, WAITERS)      wait, holding the lock: set WAITERS (W1), unlock, sleep while
///                                 `signals` is what it was, lock
///                                 signal, holding the lock: signals + 1 (W2), wake one
///                                 signalAll: signals + 1, clear WAITERS (W2), wake all
/// ```
///
/// **Death.** A waiter that dies leaves at most a stale `WAITERS`, which costs one wake; before it
/// unlocked it died as the owner of the lock. Whoever signals and dies before the wake is made good
/// by the slices: everybody asleep looks at the word at least every 50 ms, and a signal that one
/// waiter took with it into death is seen by the others.
public final class SharedCondition implements Condition {
    private final SharedLock lock;
    private final Site site;
    private final FutexWord word;

    private SharedCondition(SharedLock lock, Region region) {
        this.lock = lock;
        site = Site.of(region, ConditionWord.LAYOUT.byteSize());
        word = word(region);
    }

    static FutexWord word(Region region) {
        return Site.require(region, RegionKind.CONDITION)
                .companion(FutexWord.class, it -> new FutexWord(it.segment(), ConditionWord.WORD));
    }

    /// @hidden An inner seam: the condition that a region holds, with its lock.
    public static SharedCondition over(Region region) {
        Site site = Site.of(Site.require(region, RegionKind.CONDITION), ConditionWord.LAYOUT.byteSize());
        int row = ConditionWord.lockRow(site.segment());
        long generation = ConditionWord.lockGeneration(site.segment());
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
        int row = ConditionWord.lockRow(condition.site.segment());
        if (row != of.row() || ConditionWord.lockGeneration(condition.site.segment()) != of.generation()) {
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

    /// @hidden An inner seam.
    public Region region() {
        return site.region();
    }

    @Override
    public void await() throws InterruptedException {
        await(Patience.forever(), Interrupts.THROW);
    }

    @Override
    public void awaitUninterruptibly() {
        try {
            await(Patience.forever(), Interrupts.KEEP);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("an interrupt ended a wait that none ends", impossible);
        }
    }

    /// Waits at most `timeout`; false when that was over before a signal came.
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Patience.of(timeout), Interrupts.THROW);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(Patience.ofNanos(unit.toNanos(time)), Interrupts.THROW);
    }

    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
        Patience patience = Patience.ofNanos(nanosTimeout);
        await(patience, Interrupts.THROW);
        return patience.leftNanos();
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), Instant.ofEpochMilli(deadline.getTime()));
        return await(Patience.of(left), Interrupts.THROW);
    }

    private boolean await(Patience patience, Interrupts interrupts) throws InterruptedException {
        try {
            lock.core().requireHeld();
            interrupts.check();
            return letGoAndWait(patience, interrupts);
        } catch (RuntimeException failure) {
            throw site.refused(failure);
        }
    }

    private boolean letGoAndWait(Patience patience, Interrupts interrupts) throws InterruptedException {
        int seen = announce();
        int depth = lock.core().exitAll();
        CrashPoint.hit("condition.unlocked");
        try {
            return awaitSignal(seen, patience, interrupts);
        } finally {
            CrashPoint.hit("condition.beforeLock");
            lock.policy().settleHolding(lockAgain(depth));
        }
    }

    /// W1; the word as it is then.
    private int announce() {
        int seen;
        do {
            seen = word.getAcquire();
        } while (!word.compareAndSet(seen, seen | ConditionWord.WAITERS)); // W1
        CrashPoint.hit("condition.announced");
        return seen | ConditionWord.WAITERS;
    }

    private boolean awaitSignal(int seen, Patience patience, Interrupts interrupts) throws InterruptedException {
        long signals = ConditionWord.SIGNALS.get(seen);
        while (ConditionWord.SIGNALS.get(word.getAcquire()) == signals) {
            if (patience.isOver()) {
                return false;
            }
            interrupts.check();
            word.sleep(seen, patience.sliceNanos(), Sleep.ALL);
            site.check();
            lock.core().site().check(); // nobody can signal without it
        }
        return true;
    }

    private LockCore.Taken lockAgain(int depth) throws InterruptedException {
        LockCore.Taken taken = lock.core().enterFast()
                ? LockCore.Taken.CLEAN
                : lock.core().enter(Patience.forever(), Interrupts.KEEP);
        lock.core().restoreDepth(depth);
        return taken;
    }

    /// Ends the wait of one, if any waits; for the holder of the lock.
    @Override
    public void signal() {
        try {
            int seen = advance(-1);
            if ((seen & ConditionWord.WAITERS) != 0) {
                word.wakeOne();
            }
        } catch (RuntimeException failure) {
            throw site.refused(failure);
        }
    }

    /// Ends the waits of all; for the holder of the lock.
    @Override
    public void signalAll() {
        try {
            int seen = advance(~ConditionWord.WAITERS);
            if ((seen & ConditionWord.WAITERS) != 0) {
                word.wakeAll();
            }
        } catch (RuntimeException failure) {
            throw site.refused(failure);
        }
    }

    /// W2, keeping the bits of `mask`; the word as it was.
    private int advance(int mask) {
        lock.core().requireHeld();
        site.check();
        int seen;
        do {
            seen = word.getAcquire();
        } while (!word.compareAndSet(seen, ConditionWord.signalled(seen) & mask)); // W2
        CrashPoint.hit("condition.signalled");
        return seen;
    }

    /// Name, and that of its lock.
    @Override
    public String toString() {
        return "SharedCondition " + name() + " of " + lock;
    }
}
