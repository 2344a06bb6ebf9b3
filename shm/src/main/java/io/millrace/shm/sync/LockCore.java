package io.millrace.shm.sync;

import io.millrace.shm.Death;
import io.millrace.shm.layout.LockWord;
import io.millrace.shm.layout.LockWord.Obituary;
import io.millrace.shm.layout.OwnerBits;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.sync.FutexWord.Sleep;
import io.millrace.shm.sync.ThreadNumbers.Numbered;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The machine of one lock, with what its present owner's process keeps in the heap.
///
/// ```text
///               L1 take: sequence + 1, as ENTERING if it will wait for readers
///   FREE ─────────────────────────────────────────────▶ HELD(o) ◀──▶ HELD(o)|WAITERS    L2 by waiters
///    ▲ ▲                                                 │   │
///    │ └──────────── L3 release, then wake one ──────────┘   │
///    └─── L4 o is dead: OWNER_DIED unless ENTERING, wake ────┘
/// ```
///
/// `OWNER_DIED` survives L1 and L3; L5, by the owner, clears it. `STARVING` is set by who waited
/// for two slices and cleared by L1: newcomers first wait a slice for the starving one. L3 and L4
/// clear `WAITERS`; who takes the lock after sleep sets it again, because others may sleep still.
/// L6, by an owner that has waited for all readers, clears `ENTERING`.
///
/// **Writers.** L1 by anyone who finds `FREE`; L2 by anyone; L3, L5 and L6 by `o`; L4 by the holder
/// of the byte of the dead slot, or, for a thread that ended, by its process. **Invariants.** 1.
/// Between L1 and L3 or L4 nobody else takes the lock. 2. Who takes it after L4 sees `OWNER_DIED`,
/// and all that the dead stored before it died. 3. The heap record is written by the owner alone:
/// `owner` is the current thread only if that thread wrote it.
///
/// **Death.** Before L1 nothing happened; a stale `WAITERS` costs one wake. Between L1 and L3: L4.
/// After L3, before the wake: the sleepers look after at most a slice. In L4, before its
/// compare-and-set: the next recoverer writes the obituary anew.
///
/// **Progress.** Lock-free but for the wait for a living owner.
final class LockCore {
    private static final long SPIN = 20_000;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() < 2;
    private static final long STARVED = 2 * Patience.SLICE.toNanos();
    private static final long LOOK_PERIOD = Duration.ofMillis(10).toNanos();
    private static final long NOT_TAKEABLE = OwnerBits.MASK | LockWord.OWNER_DIED | LockWord.STARVING;

    private static final long RELEASED = OwnerBits.MASK | LockWord.WAITERS | LockWord.ENTERING;

    /// Whether and how the lock was taken.
    enum Taken {
        NO,
        CLEAN,
        OWNER_DIED
    }

    private final Site site;
    private final MemorySegment segment;
    private final FutexWord low;
    private final Sharing sharing;
    private final Contest contest = new Contest();
    private long nextLook = System.nanoTime();
    /// Who of this process took the lock last. A guess: set and read without order.
    private @Nullable Numbered recent;

    private @Nullable Thread owner;
    private long held;
    private int depth;

    /// Whether readers may be inside beside the owner, and sleep on the same word.
    enum Sharing {
        EXCLUSIVE,
        WITH_READERS
    }

    /// The lock whose 256 bytes begin at `offset` of the site.
    LockCore(Site site, long offset, Sharing sharing) {
        this.site = site;
        this.sharing = sharing;
        segment = site.segment().asSlice(offset, LockWord.LAYOUT.byteSize());
        low = new FutexWord(segment, 0);
    }

    Site site() {
        return site;
    }

    boolean isHeldByCurrentThread() {
        return owner == Thread.currentThread();
    }

    void requireHeld() {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("the lock is not held by this thread: lock="
                    + site.region().name() + ", owner=" + describe(LockWord.acquire(segment))
                    + "; only the thread that locked it may do this");
        }
    }

    long word() {
        return LockWord.acquire(segment);
    }

    long wordVolatile() {
        return LockWord.getVolatile(segment);
    }

    boolean continuesAfterDeath() {
        return LockWord.onOwnerDeath(segment) == LockWord.CONTINUE;
    }

    /// Takes the lock if it is free, unmarked, and nobody starves; or once more, if the caller has
    /// it.
    boolean enterFast() {
        if (enterAgain()) {
            return true;
        }
        site.check();
        long seen = LockWord.acquire(segment);
        return (seen & NOT_TAKEABLE) == 0 && take(seen, 0) == Taken.CLEAN;
    }

    /// Once more, if the caller has it.
    boolean enterAgain() {
        boolean mine = owner == Thread.currentThread();
        if (mine) {
            deepen();
        }
        return mine;
    }

    private void deepen() {
        if (depth == Integer.MAX_VALUE) {
            throw new IllegalStateException("locked too often by one thread: lock=" + site.region().name()
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
        return site.slotBits() | mine.number();
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
        this.held = held;
        depth = 1;
        owner = Thread.currentThread();
        return (seen & LockWord.OWNER_DIED) == 0 ? Taken.CLEAN : Taken.OWNER_DIED;
    }

    /// Takes the lock if it is free, whoever starves; looks now and then whether its owner lives.
    Taken tryTake() {
        site.check();
        Taken taken = takeIfFree();
        if (taken == Taken.NO && System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + LOOK_PERIOD;
            lookAfterOwner(LockWord.acquire(segment));
            taken = takeIfFree();
        }
        return taken;
    }

    private Taken takeIfFree() {
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

    /// Takes the lock within the caller's patience; the caller does not have it yet.
    Taken enter(Patience patience, Interrupts interrupts) throws InterruptedException {
        long start = System.nanoTime();
        boolean slept = false;
        interrupts.check();
        site.check();
        awaitFreeAwake(patience);
        while (true) {
            long seen = LockWord.acquire(segment);
            boolean free = (seen & OwnerBits.MASK) == 0;
            if (free && (slept || (seen & LockWord.STARVING) == 0)) {
                Taken taken = take(seen, slept ? LockWord.WAITERS : 0);
                if (taken != Taken.NO) {
                    return taken;
                }
            } else if (patience.isOver()) {
                return Taken.NO;
            } else {
                slept |= sleep(seen, start, patience, Sleep.ONE);
                interrupts.check();
            }
        }
    }

    /// Looks for a short time whether the lock is let go: short critical sections end sooner than a sleep does. Not where the
    /// owner may be waiting for this processor or carrier.
    private void awaitFreeAwake(Patience patience) {
        if (ALONE || Thread.currentThread().isVirtual()) {
            return;
        }
        long nanos = Math.min(SPIN, patience.leftNanos());
        long start = System.nanoTime();
        int pauses = contest.pausesBefore(start);
        do {
            pauses = Backoff.pause(pauses);
        } while ((LockWord.acquire(segment) & OwnerBits.MASK) != 0 && System.nanoTime() - start < nanos);
    }

    /// One slice of sleep on a word that was `seen`; false when it was another one by then.
    boolean sleep(long seen, long start, Patience patience, Sleep how) {
        boolean starved = System.nanoTime() - start >= STARVED;
        long marked = seen | LockWord.WAITERS | (starved ? LockWord.STARVING : 0);
        if (marked != seen && !LockWord.cas(segment, seen, marked)) { // L2
            return false;
        }
        CrashPoint.hit("lock.waiting");
        low.sleep((int) marked, patience.leftNanos(), how);
        site.check();
        long now = LockWord.acquire(segment);
        if (((now ^ seen) & (OwnerBits.MASK | -LockWord.ONE_ACQUISITION)) == 0) {
            lookAfterOwner(now);
        }
        return true;
    }

    /// L4, if the owner is dead, or is nobody who can exist.
    private void lookAfterOwner(long seen) {
        if ((seen & OwnerBits.MASK) == 0) {
            return;
        }
        int slot = OwnerBits.slot(seen);
        if (!OwnerBits.isSomebody(seen)) {
            bury(seen, new Obituary(OwnerBits.thread(seen), 0, System.currentTimeMillis(), "nobody: damaged word"));
        } else if (slot == site.slot()) {
            giveBack(thread -> ThreadNumbers.hasEnded(thread)
                    || thread == ThreadNumbers.current() && !isHeldByCurrentThread());
        } else {
            site.recoverIfDead(slot);
        }
    }

    /// Lets go once; L3 when it was the last time.
    void exit() {
        requireHeld();
        if (depth > 1) {
            depth--;
        } else {
            release();
        }
    }

    /// Lets go completely and says how deep the lock was held.
    int exitAll() {
        requireHeld();
        int before = depth;
        release();
        return before;
    }

    /// Gives a lock that was just taken the depth it had before.
    void restoreDepth(int to) {
        depth = to;
    }

    private void release() {
        owner = null;
        long expected = held;
        long seen = expected;
        while (!LockWord.cas(segment, seen, seen & ~RELEASED)) { // L3
            seen = LockWord.acquire(segment);
            if (((seen ^ expected) & OwnerBits.MASK) != 0) {
                throw new IllegalMonitorStateException("the lock was taken away from this thread: lock="
                        + site.region().name() + ", owner=" + describe(seen)
                        + "; the file was changed by somebody else");
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

    /// L5 for `OWNER_DIED`, L6 for `ENTERING`, or a reader that starves no more.
    void clear(long mark) {
        long seen;
        do {
            seen = LockWord.acquire(segment);
        } while ((seen & mark) != 0 && !LockWord.cas(segment, seen, seen & ~mark)); // L5, L6
        CrashPoint.hit("lock.cleared");
    }

    /// L4 for a dead process; the caller holds its byte.
    void recover(int deadSlot) {
        long seen = LockWord.acquire(segment);
        if ((seen & OwnerBits.MASK) != 0 && OwnerBits.slot(seen) == deadSlot) {
            var dead = site.attachment().info(deadSlot);
            bury(seen, new Obituary(OwnerBits.thread(seen), dead.pid(), System.currentTimeMillis(), dead.name()));
        }
    }

    /// L4 for a thread of this process that ended.
    synchronized void giveBack(IntPredicate ended) {
        long seen = LockWord.acquire(segment);
        int thread = OwnerBits.thread(seen);
        if (OwnerBits.slot(seen) == site.slot() && ended.test(thread)) {
            var own = site.attachment().info(site.slot());
            bury(seen, new Obituary(thread, own.pid(), System.currentTimeMillis(), own.name()));
        }
    }

    private void bury(long dead, Obituary obituary) {
        LockWord.obituary(segment, obituary);
        CrashPoint.hit("recover.obituary");
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

    /// Who died, if anybody did.
    Death death() {
        Obituary dead = LockWord.obituary(segment);
        return new Death(
                site.region().name(), dead.pid(), dead.name(), dead.thread(), Instant.ofEpochMilli(dead.diedAt()));
    }

    private String describe(long word) {
        return (word & OwnerBits.MASK) == 0
                ? "nobody"
                : "slot " + OwnerBits.slot(word) + " thread " + OwnerBits.thread(word);
    }
}
