package io.millrace.shm.internal.lock;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.ConditionWord;
import io.millrace.shm.internal.layout.OrphanWord;
import io.millrace.shm.internal.layout.SleeperWord;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.FutexWord;
import io.millrace.shm.internal.wait.FutexWord.Sleep;
import io.millrace.shm.view.Holder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;

/// The protocol of one condition: which threads wait, and which of them each signal is for.
///
/// ```text
///   waiter:   arrivals + 1, WAITERS (W1) ──▶ own slot: waiting + 1 (W2) ──▶ unlock, sleep on the own slot's word
///             ──▶ lock ──▶ own slot: waiting - 1, granted - 1 (W4): signalled
///                     └──▶ orphans - 1 (W5), waiting - 1 (W6): signalled in place of a dead one
///                     └──▶ waiting - 1 (W6): time-out or interrupt
///   signal:   some slot with waiting > granted: granted + 1, at these arrivals (W3); wake the sleepers of that slot
///   all:      pendingAll (W9) ──▶ W3 for all that wait in all slots ──▶ not pendingAll (W10)
///   recovery: of a dead slot: orphans + granted (W7), then its word is 0 (W8); wake the sleepers of all slots
/// ```
///
/// **Writers.** W1 to W6 and W9 to W11 by the holder of the lock, W7 and W8 by the holder of the dead
/// slot's byte. All but W9 and W10 are compare-and-set. Within a process the oldest waiters get its
/// signals: they stand in a queue in the heap until they are told.
///
/// **Invariants.** 1. Of each slot `granted <= waiting`: a signal is given only for a thread that
/// waits. 2. A wait ends with a signal only by W4 or W5, one for each W3. 3. A thread that arrived after
/// a signal does not take it: W3 counts the threads that wait in the slot, and the oldest come first;
/// an orphan is taken only by a thread that arrived at or before its `orphanedAt`.
///
/// **Death.** After W1: a number is left out, `WAITERS` may be stale and costs a look at the slots.
/// After W2, before W4: W7 hands on what was granted to the slot, also where the thread was told and
/// did not yet hold the lock. After W3, before the wake: the sleepers look after a slice. After W9,
/// before W10: a waiter that looks takes the lock, and the next holder of the lock that waits, signals
/// or takes a signal finishes W9. After W4, W5: the thread died as owner of the lock. Between W7 and
/// W8: the next recoverer does W7 again, and one or more waiters wake without a signal; so do they if
/// an orphan is added while none of the threads that waited at the time of an earlier one is left.
public final class ConditionCore {
    private final WaitContext context;
    private final MemorySegment segment;
    private final FutexWord word;
    private final FutexWord own;
    private final Deque<Sleeper> queue = new ArrayDeque<>();
    private int told;
    private int last;

    /// A thread that waits.
    public static final class Sleeper {
        private final long arrival;
        private boolean told;

        private Sleeper(long arrival) {
            this.arrival = arrival;
        }
    }

    private ConditionCore(Region region) {
        context = WaitContext.of(region, ConditionWord.LAYOUT.byteSize());
        segment = context.segment();
        word = new FutexWord(segment, ConditionWord.WORD);
        own = new FutexWord(segment, ConditionWord.offset(Math.max(1, context.slot())));
    }

    public static ConditionCore of(Region region) {
        return WaitContext.require(region, RegionKind.CONDITION).companion(ConditionCore.class, ConditionCore::new);
    }

    public WaitContext context() {
        return context;
    }

    /// Whether somebody may be asleep.
    public boolean hasWaiters() {
        return (word.getVolatile() & ConditionWord.WAITERS) != 0;
    }

    /// The processes that wait now, with the number of their threads.
    List<Holder> waiting(ProcessViews processes) {
        List<Holder> waiting = new ArrayList<>();
        for (int slot = 1; slot <= ConditionWord.highestSlot(segment); slot++) {
            long count = SleeperWord.WAITING.get(ConditionWord.slotVolatile(segment, slot));
            if (count > 0) {
                waiting.add(processes.process(slot, count));
            }
        }
        return waiting;
    }

    /// W1, W2.
    public Sleeper arrive() {
        finishAll();
        int seen;
        do {
            seen = word.getAcquire();
        } while (!word.compareAndSet(seen, ConditionWord.arrived(seen))); // W1
        CrashPoint.hit("condition.arrived");
        Sleeper sleeper = new Sleeper(ConditionWord.ARRIVALS.get(ConditionWord.arrived(seen)));
        if (ConditionWord.highestSlot(segment) < context.slot()) {
            ConditionWord.highestSlot(segment, context.slot());
        }
        synchronized (this) {
            long slot;
            do {
                slot = ConditionWord.slotVolatile(segment, context.slot());
                if (SleeperWord.WAITING.get(slot) == SleeperWord.MOST_WAITING) {
                    throw new IllegalStateException("too many threads of this process wait on one condition: condition="
                            + context.region().name() + ", threads=" + SleeperWord.MOST_WAITING + "; let fewer wait");
                }
            } while (!ConditionWord.slotCas(segment, context.slot(), slot, SleeperWord.arrived(slot))); // W2
            queue.add(sleeper);
        }
        CrashPoint.hit("condition.announced");
        return sleeper;
    }

    /// The futex word on which this process sleeps.
    public int seen() {
        return own.getAcquire();
    }

    public void sleep(int seen, long nanos) {
        own.sleep(seen, nanos, Sleep.ALL);
    }

    /// Whether there is a signal for `sleeper`, which takes it once it holds the lock. The oldest of the
    /// process are told first.
    public synchronized boolean isSignalled(Sleeper sleeper) {
        long granted = SleeperWord.GRANTED.get(ConditionWord.slotVolatile(segment, context.slot()));
        while (told < granted && !queue.isEmpty()) {
            queue.remove().told = true;
            told++;
        }
        return sleeper.told
                || ConditionWord.isAllPending(segment)
                || isFor(sleeper, ConditionWord.orphansVolatile(segment));
    }

    private static boolean isFor(Sleeper sleeper, long orphans) {
        return OrphanWord.SIGNALS.get(orphans) > 0
                && ConditionWord.isNotAfter(sleeper.arrival, OrphanWord.ORPHANED_AT.get(orphans));
    }

    /// Takes the signal; the caller holds the lock. False when there is none any more.
    public synchronized boolean take(Sleeper sleeper) {
        finishAll();
        if (isSignalled(sleeper)) {
            if (sleeper.told) {
                told--;
                long slot;
                do {
                    slot = ConditionWord.slotVolatile(segment, context.slot());
                } while (!ConditionWord.slotCas(segment, context.slot(), slot, SleeperWord.taken(slot))); // W4
                CrashPoint.hit("condition.taken");
                return true;
            }
            long orphans = ConditionWord.orphansVolatile(segment);
            while (isFor(sleeper, orphans)) {
                if (ConditionWord.orphansCas(segment, orphans, OrphanWord.taken(orphans))) { // W5
                    leave(sleeper);
                    return true;
                }
                orphans = ConditionWord.orphansVolatile(segment);
            }
        }
        return false;
    }

    /// W6: ends the wait; the caller holds the lock and got no signal.
    public synchronized void leave(Sleeper sleeper) {
        queue.remove(sleeper);
        long slot;
        do {
            slot = ConditionWord.slotVolatile(segment, context.slot());
        } while (!ConditionWord.slotCas(segment, context.slot(), slot, SleeperWord.left(slot))); // W6
    }

    /// W3 for one waiter, if there is one; the caller holds the lock.
    public void signal() {
        finishAll();
        int seen = word.getAcquire();
        if ((seen & ConditionWord.WAITERS) != 0) {
            int slots = ConditionWord.highestSlot(segment);
            for (int step = 0; step < slots; step++) {
                int slot = 1 + (last + step) % slots;
                if (grant(slot, 1, ConditionWord.ARRIVALS.get(seen))) {
                    last = slot;
                    return;
                }
            }
            clearWaiters();
        }
    }

    /// W9, W3 for all waiters, W10; the caller holds the lock.
    public void signalAll() {
        if (hasWaiters()) {
            ConditionWord.beginAll(segment); // W9
            CrashPoint.hit("condition.signalled");
            finishAll();
        }
    }

    private void finishAll() {
        if (ConditionWord.isAllPending(segment)) {
            long arrivals = ConditionWord.ARRIVALS.get(word.getAcquire());
            int slots = ConditionWord.highestSlot(segment);
            for (int slot = 1; slot <= slots; slot++) {
                grant(slot, SleeperWord.MOST_WAITING, arrivals);
            }
            clearWaiters();
            ConditionWord.endAll(segment); // W10
        }
    }

    /// Signals the threads of `slot` that wait without a signal, at most `most`, and wakes the slot; false
    /// if there is none.
    private boolean grant(int slot, int most, long arrivals) {
        long seen = ConditionWord.slotVolatile(segment, slot);
        while (SleeperWord.unsignalled(seen) > 0) {
            long more = Math.min(most, SleeperWord.unsignalled(seen));
            if (ConditionWord.slotCas(segment, slot, seen, SleeperWord.granted(seen, more, arrivals))) { // W3
                CrashPoint.hit("condition.granted");
                wake(slot);
                return true;
            }
            seen = ConditionWord.slotVolatile(segment, slot);
        }
        return false;
    }

    /// W11, by the holder of the lock: no thread waits in any slot.
    private void clearWaiters() {
        int seen;
        do {
            seen = word.getAcquire();
        } while (!word.compareAndSet(seen, seen & ~ConditionWord.WAITERS)); // W11
    }

    private void wake(int slot) {
        FutexWord sleepers = slot == context.slot() ? own : new FutexWord(segment, ConditionWord.offset(slot));
        sleepers.wakeAll();
    }

    /// W7, W8 for a dead process; the caller holds its byte.
    void recover(int deadSlot) {
        long handedOn = 0;
        long seen = ConditionWord.slotVolatile(segment, deadSlot);
        while (seen != 0) {
            long granted = SleeperWord.GRANTED.get(seen);
            if (granted > handedOn) {
                handOn(granted - handedOn, SleeperWord.grantedAt(seen, ConditionWord.ARRIVALS.get(word.getAcquire())),
                        deadSlot);
                handedOn = granted;
            }
            if (ConditionWord.slotCas(segment, deadSlot, seen, 0)) { // W8
                CrashPoint.hit("recover.condition");
            }
            seen = ConditionWord.slotVolatile(segment, deadSlot);
        }
        if (handedOn > 0) {
            forOthers(deadSlot, this::wake);
        }
    }

    private void handOn(long signals, long arrivals, int deadSlot) {
        if (forOthers(deadSlot, slot -> {})) {
            long orphans;
            do {
                orphans = ConditionWord.orphansVolatile(segment);
            } while (!ConditionWord.orphansCas(segment, orphans, OrphanWord.added(orphans, signals, arrivals))); // W7
            CrashPoint.hit("recover.orphans");
        }
    }

    /// Runs `step` for each other slot with a thread that waits without a signal; false if there is none.
    private boolean forOthers(int deadSlot, IntConsumer step) {
        boolean some = false;
        int slots = ConditionWord.highestSlot(segment);
        for (int slot = 1; slot <= slots; slot++) {
            if (slot != deadSlot && SleeperWord.unsignalled(ConditionWord.slotVolatile(segment, slot)) > 0) {
                some = true;
                step.accept(slot);
            }
        }
        return some;
    }
}
