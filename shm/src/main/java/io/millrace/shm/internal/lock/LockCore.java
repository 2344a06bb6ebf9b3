package io.millrace.shm.internal.lock;

import io.millrace.shm.Death;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.LockWord.OwnerDeath;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.lock.ThreadNumbers.Numbered;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.wait.AdaptiveBackoff;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.FutexWord;
import io.millrace.shm.internal.wait.FutexWord.Sleep;
import io.millrace.shm.internal.wait.Interrupts;
import io.millrace.shm.internal.wait.SpinPolicy;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The protocol of one lock, with what the owner's process keeps in the heap.
///
/// ```text
///               L1 take: sequence + 1, as ENTERING if it will wait for readers
///   FREE ─────────────────────────────────────────────▶ HELD(o) ◀──▶ HELD(o)|WAITERS    L2 by waiters
///    ▲ ▲                                                 │   │
///    │ └──────────── L3 release, then wake one ──────────┘   │
///    └─── L4 o is dead: OWNER_DIED unless ENTERING, wake ────┘
/// ```
///
/// `OWNER_DIED` survives L1 and L3; L5, by the owner, clears it. A waiter that waited for two slices
/// sets `STARVING`, L1 clears it: meanwhile newcomers first wait a slice. L3 and L4 clear `WAITERS`; a
/// thread that takes the lock after a sleep sets it again, because others may still sleep. L6, by an
/// owner that has waited for all readers, clears `ENTERING`.
///
/// **Writers.** L1 and L2 by any thread; L3, L5 and L6 by `o`; L4 by the holder of the byte of the
/// dead slot, or, for a thread that ended, by its process. **Invariants.** 1. Between L1 and L3 or L4
/// no other thread takes the lock. 2. The thread that takes the lock after L4 sees `OWNER_DIED`, and
/// all that the dead owner stored. 3. Only the owner writes the fields `owner`, `held` and `depth`, so
/// `owner` is the current thread only if that thread wrote it.
///
/// **Death.** Before L1 nothing happened; a stale `WAITERS` costs one wake. Between L1 and L3: L4.
/// After L3, before the wake: the sleepers look after at most a slice. In L4, before its
/// compare-and-set: the next recoverer writes the facts of the death again.
///
/// **Progress.** Lock-free except for the wait for a living owner.
public final class LockCore {
    private static final long STARVING_NANOS = 2 * Deadline.SLICE_NANOS;
    private static final long OWNER_CHECK_NANOS = Duration.ofMillis(10).toNanos();
    private static final long NOT_TAKEABLE = OwnerBits.MASK | LockWord.OWNER_DIED | LockWord.STARVING;

    private static final long RELEASED = OwnerBits.MASK | LockWord.WAITERS | LockWord.ENTERING;

    /// Whether and how the lock was taken.
    public enum Taken {
        NO,
        CLEAN,
        OWNER_DIED
    }

    private final WaitContext context;
    private final MemorySegment segment;
    private final FutexWord low;
    private final Sharing sharing;
    private final AdaptiveBackoff backoff = new AdaptiveBackoff();
    private long nextCheckNanos = System.nanoTime();
    /// The thread of this process that took the lock last. A hint: set and read without order.
    private @Nullable Numbered recent;

    /// Threads whose ownership something other than this protocol removed from the word, after which
    /// another thread took the lock.
    private final Set<Thread> dispossessed = ConcurrentHashMap.newKeySet(1);

    private @Nullable Thread owner;
    private long held;
    private int depth;

    /// Whether readers may hold the lock beside the owner, and sleep on the same word.
    enum Sharing {
        EXCLUSIVE,
        WITH_READERS
    }

    /// The lock whose 256 bytes begin at `offset` of the region.
    LockCore(WaitContext context, long offset, Sharing sharing) {
        this.context = context;
        this.sharing = sharing;
        segment = context.segment().asSlice(offset, LockWord.LAYOUT.byteSize());
        low = new FutexWord(segment, 0);
    }

    /// The lock whose 256 bytes begin at `offset` of a region that holds other things too.
    public static LockCore at(WaitContext context, long offset) {
        return new LockCore(context, offset, Sharing.EXCLUSIVE);
    }

    /// What a new lock is made from.
    ///
    /// @param continues whether the next acquirer after the death of an owner goes on
    public static RegionRequest request(@Nullable String name, boolean continues) {
        return request(name, RegionKind.LOCK, LockWord.LAYOUT.byteSize(), continues);
    }

    static RegionRequest request(@Nullable String name, RegionKind kind, long byteSize, boolean continues) {
        int onOwnerDeath = continues ? LockWord.CONTINUE : LockWord.FAIL;
        return new RegionRequest(
                name, kind, null, new long[0], byteSize, segment -> LockWord.onOwnerDeath(segment, onOwnerDeath));
    }

    /// The lock that `region` holds, which is a lock and nothing else.
    public static LockCore of(Region region) {
        return WaitContext.require(region, RegionKind.LOCK).companion(LockCore.class, it -> new LockCore(
                WaitContext.of(it, LockWord.LAYOUT.byteSize()), 0, Sharing.EXCLUSIVE));
    }

    /// Region and attachment.
    public WaitContext context() {
        return context;
    }

    public boolean isHeldByCurrentThread() {
        return owner == Thread.currentThread();
    }

    public void requireHeld() {
        if (!isHeldByCurrentThread()) {
            if (dispossessed.remove(Thread.currentThread())) {
                throw takenAway(LockWord.acquire(segment));
            }
            throw new IllegalMonitorStateException("the lock is not held by this thread: lock="
                    + context.region().name() + ", owner=" + describe(LockWord.acquire(segment))
                    + "; only the thread that locked it may do this");
        }
    }

    /// The calls of a lock cannot cause this: only the owner, or the recoverer of a dead owner, removes
    /// the owner from the word.
    private FileFormatException takenAway(long word) {
        return new FileFormatException("the lock was taken away from the thread that held it: lock="
                + context.region().name() + ", owner=" + describe(word)
                + "; the file was changed by somebody else, what the lock protects may be half changed");
    }

    public long word() {
        return LockWord.acquire(segment);
    }

    long wordVolatile() {
        return LockWord.getVolatile(segment);
    }

    public boolean continuesAfterDeath() {
        return LockWord.onOwnerDeath(segment) == LockWord.CONTINUE;
    }

    /// Takes the lock if it is free, unmarked, and nobody starves; or once more, if the caller holds it.
    public boolean enterFast() {
        if (enterAgain()) {
            return true;
        }
        context.check();
        long seen = LockWord.acquire(segment);
        return (seen & NOT_TAKEABLE) == 0 && take(seen, 0) == Taken.CLEAN;
    }

    /// Takes the lock once more, if the caller holds it.
    public boolean enterAgain() {
        boolean mine = owner == Thread.currentThread();
        if (mine) {
            deepen();
        }
        return mine;
    }

    private void deepen() {
        if (depth == Integer.MAX_VALUE) {
            throw new IllegalStateException("locked too often by one thread: lock=" + context.region().name()
                    + ", depth=" + depth + "; unlock as often as you lock");
        }
        depth++;
        CrashPoint.hit("lock.deeper");
    }

    private long me() {
        Numbered mine = recent;
        if (mine == null || mine.thread() != Thread.currentThread()) {
            mine = ThreadNumbers.own();
            recent = mine;
        }
        return context.slotBits() | mine.number();
    }

    /// L1, if the word still is `seen`.
    private Taken take(long seen, long marks) {
        long own = me();
        long entering = sharing == Sharing.WITH_READERS ? LockWord.ENTERING : 0;
        long held = (seen + LockWord.ONE_ACQUISITION) & ~LockWord.STARVING | own | marks | entering;
        if (!LockWord.cas(segment, seen, held)) { // L1
            return Taken.NO;
        }
        CrashPoint.hit("lock.taken");
        Thread before = owner;
        if (before != null && before != Thread.currentThread() && before.isAlive()) {
            dispossessed.add(before);
        }
        this.held = held;
        depth = 1;
        owner = Thread.currentThread();
        return (seen & LockWord.OWNER_DIED) == 0 ? Taken.CLEAN : Taken.OWNER_DIED;
    }

    /// Takes the lock if it is free, also if another waiter starves; every 10 ms checks that the owner lives.
    public Taken tryTake() {
        context.check();
        Taken taken = takeIfFree();
        if (taken == Taken.NO && System.nanoTime() - nextCheckNanos >= 0) {
            nextCheckNanos = System.nanoTime() + OWNER_CHECK_NANOS;
            recoverDeadOwner(LockWord.acquire(segment));
            taken = takeIfFree();
        }
        return taken;
    }

    /// Takes the lock if it is free, and asks nobody whether an owner lives.
    public Taken takeIfFree() {
        long seen = LockWord.acquire(segment);
        while ((seen & OwnerBits.MASK) == 0) {
            Taken taken = take(seen, 0);
            if (taken != Taken.NO) {
                return taken;
            }
            seen = LockWord.acquire(segment);
        }
        return Taken.NO;
    }

    /// Takes the lock before the deadline; the caller does not hold it yet.
    public Taken enter(Deadline deadline, Interrupts interrupts) throws InterruptedException {
        long start = System.nanoTime();
        boolean slept = false;
        interrupts.check();
        context.check();
        spinUntilFree(deadline);
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (true) {
                long seen = LockWord.acquire(segment);
                boolean free = (seen & OwnerBits.MASK) == 0;
                if (free && (slept || (seen & LockWord.STARVING) == 0)) {
                    Taken taken = take(seen, slept ? LockWord.WAITERS : 0);
                    if (taken != Taken.NO) {
                        return ended(wait, taken);
                    }
                } else if (deadline.isOver()) {
                    return ended(wait, Taken.NO);
                } else {
                    wait = context.begun(
                            wait,
                            sharing == Sharing.EXCLUSIVE ? WaitedFor.LOCK : WaitedFor.WRITE_LOCK,
                            OwnerBits.slot(seen));
                    slept |= sleep(seen, start, deadline, Sleep.ONE);
                    interrupts.check();
                }
            }
        } finally {
            wait.close();
        }
    }

    /// Says how a wait for a lock ends.
    static Taken ended(RecordedWait wait, Taken taken) {
        if (taken == Taken.OWNER_DIED) {
            wait.ownerDied();
        } else {
            wait.ended(taken == Taken.CLEAN);
        }
        return taken;
    }

    /// Spins for a short time until the lock is free: a short critical section ends sooner than a sleep.
    private void spinUntilFree(Deadline deadline) {
        if (!SpinPolicy.paysOff()) {
            return;
        }
        long nanos = Math.min(SpinPolicy.SPIN_NANOS, deadline.leftNanos());
        long start = System.nanoTime();
        int pauses = backoff.pausesBefore(start);
        do {
            pauses = SpinPolicy.pause(pauses);
        } while ((LockWord.acquire(segment) & OwnerBits.MASK) != 0 && System.nanoTime() - start < nanos);
    }

    /// One slice of sleep on a word that was `seen`; false when the word had changed by then.
    boolean sleep(long seen, long start, Deadline deadline, Sleep how) {
        boolean starved = System.nanoTime() - start >= STARVING_NANOS;
        long marked = seen | LockWord.WAITERS | (starved ? LockWord.STARVING : 0);
        if (marked != seen && !LockWord.cas(segment, seen, marked)) { // L2
            return false;
        }
        CrashPoint.hit("lock.waiting");
        low.sleep((int) marked, deadline.leftNanos(), how);
        context.check();
        long now = LockWord.acquire(segment);
        if (((now ^ seen) & (OwnerBits.MASK | -LockWord.ONE_ACQUISITION)) == 0) {
            recoverDeadOwner(now);
        }
        return true;
    }

    /// L4, if the owner is dead, or an owner that cannot exist.
    private void recoverDeadOwner(long seen) {
        if ((seen & OwnerBits.MASK) == 0) {
            return;
        }
        int slot = OwnerBits.slot(seen);
        if (!OwnerBits.isSomebody(seen)) {
            releaseDead(seen,
                    new OwnerDeath(OwnerBits.thread(seen), 0, System.currentTimeMillis(), "nobody: damaged word"));
        } else if (slot == context.slot()) {
            giveBack(thread -> ThreadNumbers.hasEnded(thread)
                    || thread == ThreadNumbers.current() && !isHeldByCurrentThread());
        } else {
            context.recoverIfDead(slot);
        }
    }

    /// Unlocks once; L3 when that was the last time.
    public void exit() {
        requireHeld();
        if (depth > 1) {
            depth--;
        } else {
            release();
        }
    }

    /// Unlocks completely; returns how deep the lock was held.
    public int exitAll() {
        requireHeld();
        int before = depth;
        release();
        return before;
    }

    /// Restores the depth of a lock that was just taken again.
    public void restoreDepth(int to) {
        depth = to;
    }

    private void release() {
        owner = null;
        long expected = held;
        long seen = expected;
        while (!LockWord.cas(segment, seen, seen & ~RELEASED)) { // L3
            seen = LockWord.acquire(segment);
            if (((seen ^ expected) & OwnerBits.MASK) != 0) {
                throw takenAway(seen);
            }
        }
        CrashPoint.hit("lock.released");
        if ((seen & LockWord.WAITERS) != 0) {
            wake();
        }
    }

    private void wake() {
        if (sharing == Sharing.EXCLUSIVE) {
            low.wakeOne();
        } else {
            low.wakeAll();
        }
    }

    /// L5 for `OWNER_DIED`, L6 for `ENTERING`; `STARVING` by a reader that got in.
    public void clear(long mark) {
        long seen;
        do {
            seen = LockWord.acquire(segment);
        } while ((seen & mark) != 0 && !LockWord.cas(segment, seen, seen & ~mark)); // L5, L6
        CrashPoint.hit("lock.cleared");
    }

    /// L4 for a dead process; the caller holds its byte.
    public void recover(int deadSlot) {
        long seen = LockWord.acquire(segment);
        if ((seen & OwnerBits.MASK) != 0 && OwnerBits.slot(seen) == deadSlot) {
            var dead = context.slotHolder().info(deadSlot);
            releaseDead(
                    seen, new OwnerDeath(OwnerBits.thread(seen), dead.pid(), System.currentTimeMillis(), dead.name()));
            context.slotHolder().mended(deadSlot, DeathRecord.LOCKS, 1);
        }
    }

    /// L4 for a thread of this process that ended.
    public synchronized void giveBack(IntPredicate ended) {
        long seen = LockWord.acquire(segment);
        int thread = OwnerBits.thread(seen);
        if (OwnerBits.slot(seen) == context.slot() && ended.test(thread)) {
            var own = context.slotHolder().info(context.slot());
            releaseDead(seen, new OwnerDeath(thread, own.pid(), System.currentTimeMillis(), own.name()));
        }
    }

    private void releaseDead(long dead, OwnerDeath ownerDeath) {
        LockWord.ownerDeath(segment, ownerDeath);
        CrashPoint.hit("recover.ownerDeath");
        long seen = dead;
        while (((seen ^ dead) & (OwnerBits.MASK | -LockWord.ONE_ACQUISITION)) == 0) {
            boolean inside = (seen & LockWord.ENTERING) == 0;
            long free = seen & ~RELEASED;
            if (LockWord.cas(segment, seen, inside ? free | LockWord.OWNER_DIED : free)) { // L4
                CrashPoint.hit("recover.lock");
                wake();
            }
            seen = LockWord.acquire(segment);
        }
    }

    /// The last death of an owner.
    public Death death() {
        OwnerDeath dead = LockWord.ownerDeath(segment);
        return new Death(
                context.region().name(), dead.pid(), dead.name(), dead.thread(), Instant.ofEpochMilli(dead.diedAt()));
    }

    private String describe(long word) {
        return (word & OwnerBits.MASK) == 0
                ? "nobody"
                : "slot " + OwnerBits.slot(word) + " thread " + OwnerBits.thread(word);
    }
}
