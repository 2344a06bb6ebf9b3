package io.millrace.shm.internal.lock;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.BarrierWords;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.FutexWord;
import io.millrace.shm.internal.wait.FutexWord.Sleep;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The protocol of one barrier.
///
/// ```text
///   word:  OPEN(g) ──── B2 turn: all cells are of g, none acting ────▶ OPEN(g+1)
///            │ │                                                         ▲
///            │ └── B3 break: death, time-out, interrupt, abort ─▶ BROKEN(g)
///            └─────────────────────── B4 reset ────────────────── (g+1) ─┘  g noted as abandoned
///
///   cell:  (s, t, g-2) ──── B1 arrive ────▶ (s', t', g), ACTING if it is the last and has an action
///                                           ACTING ──── B5 the action is done ────▶ not ACTING
///
///   registration:  0 ── R1 open ──▶ REGISTERED ── R2 died after arriving in g ──▶ DEAD(g) ── R4 ──▶ REGISTERED or 0
///                  ▲──────── R3 close ────────┘
/// ```
///
/// **Invariants.** 1. The number of arrivals is counted from the cells, never stored; any party that
/// counts all of them makes the turn, so no death holds it up. 2. A cell is claimed and written in one
/// compare-and-set; the last cell is claimed last, so one party of each generation gets 0. 3. The cells
/// of g - 1 are in the other bank: they tell how many parties each process had.
///
/// **Death.** The recoverer breaks g if the dead process was acting, or had fewer parties in g than in
/// g - 1, or none: the missing ones will not come. Otherwise g completes with the cells of the dead
/// process, and R2 breaks the next generation: a party that turns to it, arrives in it or asks sees
/// `DEAD` of another generation. Between B2 or B3 and the wake: the others look after a slice.
public final class BarrierCore {
    private final WaitContext context;
    private final MemorySegment segment;
    private final MemorySegment odd;
    private final MemorySegment even;
    private final FutexWord low;
    private final int parties;

    private BarrierCore(Region region) {
        context = WaitContext.of(region, BarrierWords.byteSize(1));
        segment = context.segment();
        parties = BarrierWords.parties(segment);
        if (parties < 1 || region.byteSize() < BarrierWords.byteSize(parties)) {
            throw new FileFormatException("the barrier is damaged: region=" + region.info() + ", parties=" + parties
                    + "; drop it and make it anew");
        }
        odd = BarrierWords.bank(segment, parties, 1);
        even = BarrierWords.bank(segment, parties, 0);
        low = new FutexWord(segment, 0);
    }

    /// What a new barrier is made from.
    ///
    /// @throws IllegalArgumentException the number of parties is out of range
    public static RegionRequest request(@Nullable String name, int parties) {
        if (parties < 1 || parties > BarrierWords.MOST_PARTIES) {
            throw new IllegalArgumentException(
                    "a barrier has 1 to " + BarrierWords.MOST_PARTIES + " parties: parties=" + parties);
        }
        return new RegionRequest(
                name,
                RegionKind.BARRIER,
                null,
                new long[0],
                BarrierWords.byteSize(parties),
                segment -> BarrierWords.initialise(segment, parties));
    }

    public static BarrierCore of(Region region) {
        return WaitContext.require(region, RegionKind.BARRIER).companion(BarrierCore.class, BarrierCore::new);
    }

    public WaitContext context() {
        return context;
    }

    private MemorySegment bank(int generation) {
        return (generation & 1) == 0 ? even : odd;
    }

    public int parties() {
        return parties;
    }

    public long word() {
        return BarrierWords.wordVolatile(segment);
    }

    /// R1.
    public void register() {
        int slot = context.slot();
        int seen = BarrierWords.registrationVolatile(segment, slot);
        while (slot != 0
                && (seen & BarrierWords.REGISTERED) == 0
                && !BarrierWords.registrationCas(segment, slot, seen, seen | BarrierWords.REGISTERED)) { // R1
            seen = BarrierWords.registrationVolatile(segment, slot);
        }
        CrashPoint.hit("barrier.registered");
    }

    /// R3: removes the registration of a process that closes its memory: its parties are not waited for.
    void leave() {
        int slot = context.slot();
        int seen = BarrierWords.registrationVolatile(segment, slot);
        while (seen != 0
                && !BarrierWords.registrationCas(segment, slot, seen, seen & ~BarrierWords.REGISTERED)) { // R3
            seen = BarrierWords.registrationVolatile(segment, slot);
        }
    }

    /// B1: the index of the claimed cell of `generation`; -1 when all are taken, or the generation is over.
    public int arrive(int generation, boolean withAction) {
        for (int index = 0; index < parties; index++) {
            long acting = withAction && index == parties - 1 ? BarrierWords.ACTING : 0;
            long own = BarrierWords.cell(context.me() | acting, generation);
            long seen = BarrierWords.cellVolatile(bank(generation), index);
            while (!BarrierWords.isThere(seen, generation) && !BarrierWords.isLater(seen, generation)) {
                CrashPoint.hit("barrier.beforeArrival");
                if (BarrierWords.cellCas(bank(generation), index, seen, own)) { // B1
                    CrashPoint.hit("barrier.arrived");
                    return index;
                }
                seen = BarrierWords.cellVolatile(bank(generation), index);
            }
        }
        return -1;
    }

    /// B5, by the party of the last cell.
    public void acted(int generation) {
        CrashPoint.hit("barrier.acted");
        long seen = BarrierWords.cellVolatile(bank(generation), parties - 1);
        if (BarrierWords.isThere(seen, generation)) {
            BarrierWords.cellCas(bank(generation), parties - 1, seen, seen & ~BarrierWords.ACTING); // B5
        }
    }

    /// How many parties have arrived in `generation`.
    public int waiting(int generation) {
        int there = 0;
        for (int index = 0; index < parties; index++) {
            there += BarrierWords.isThere(BarrierWords.cellVolatile(bank(generation), index), generation) ? 1 : 0;
        }
        return there;
    }

    /// Tells the owner bits of each party that has arrived in `generation`.
    void arrived(int generation, LongConsumer owners) {
        for (int index = 0; index < parties; index++) {
            long cell = BarrierWords.cellVolatile(bank(generation), index);
            if (BarrierWords.isThere(cell, generation)) {
                owners.accept(cell & OwnerBits.MASK);
            }
        }
    }

    private boolean isActing(int generation) {
        long last = BarrierWords.cellVolatile(bank(generation), parties - 1);
        return BarrierWords.isThere(last, generation) && (last & BarrierWords.ACTING) != 0;
    }

    private int partiesOf(int slot, int generation) {
        int there = 0;
        for (int index = 0; index < parties; index++) {
            long cell = BarrierWords.cellVolatile(bank(generation), index);
            there += BarrierWords.isThere(cell, generation) && OwnerBits.slot(cell) == slot ? 1 : 0;
        }
        return there;
    }

    /// B2, if all parties have arrived and the word is still of `generation`.
    public void turnIfComplete(int generation) {
        if (waiting(generation) < parties || isActing(generation)) {
            return;
        }
        CrashPoint.hit("barrier.complete");
        long seen = word();
        while (BarrierWords.generation(seen) == generation && (seen & BarrierWords.BROKEN) == 0) {
            if (BarrierWords.wordCas(segment, seen, BarrierWords.next(seen, false))) { // B2
                CrashPoint.hit("barrier.turned");
                wake(seen);
                break;
            }
            seen = word();
        }
        breakAfterDeath();
    }

    private void wake(long seen) {
        if ((seen & BarrierWords.WAITERS) != 0) {
            low.wakeAll();
        }
    }

    /// B3, if `generation` is the present one and not broken; true if it was.
    public boolean breakNow(int generation) {
        long seen = word();
        while (BarrierWords.generation(seen) == generation && (seen & BarrierWords.BROKEN) == 0) {
            long broken = seen & ~BarrierWords.WAITERS | BarrierWords.BROKEN;
            if (BarrierWords.wordCas(segment, seen, broken)) { // B3
                CrashPoint.hit("barrier.broken");
                wake(seen);
                return true;
            }
            seen = word();
        }
        return false;
    }

    /// B4.
    public void reset() {
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            clearDeath(slot);
        }
        long seen;
        do {
            seen = word();
        } while (!BarrierWords.wordCas(segment, seen, BarrierWords.next(seen, true))); // B4
        CrashPoint.hit("barrier.reset");
        wake(seen | BarrierWords.WAITERS);
    }

    /// R4, by a thread that broke the generation for the dead process.
    private void clearDeath(int slot) {
        int seen = BarrierWords.registrationVolatile(segment, slot);
        while ((seen & BarrierWords.DEAD) != 0
                && !BarrierWords.registrationCas(segment, slot, seen, seen & BarrierWords.REGISTERED)) { // R4
            seen = BarrierWords.registrationVolatile(segment, slot);
        }
    }

    /// Breaks the present generation if a process died after it arrived in another one.
    public void breakAfterDeath() {
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            int seen = BarrierWords.registrationVolatile(segment, slot);
            if ((seen & BarrierWords.DEAD) != 0) {
                int present = BarrierWords.generation(word());
                if ((seen & ~BarrierWords.REGISTERED & ~BarrierWords.DEAD) != present) {
                    breakNow(present);
                    clearDeath(slot);
                }
            }
        }
    }

    /// For a dead process; the caller holds its byte.
    void recover(int deadSlot) {
        int seen = BarrierWords.registrationVolatile(segment, deadSlot);
        if ((seen & BarrierWords.REGISTERED) == 0) {
            if ((seen & BarrierWords.DEAD) != 0) {
                breakAfterDeath(); // a recoverer died after R2
            }
            return;
        }
        int generation = BarrierWords.generation(word());
        int there = partiesOf(deadSlot, generation);
        boolean missing = there == 0
                || there < partiesOf(deadSlot, generation - 1)
                || isActing(generation) && isLast(deadSlot, generation);
        if (missing) {
            breakNow(generation);
        }
        CrashPoint.hit("recover.barrier");
        int left = missing ? 0 : BarrierWords.DEAD | generation;
        BarrierWords.registrationCas(segment, deadSlot, seen, left); // R2
        breakAfterDeath();
    }

    private boolean isLast(int slot, int generation) {
        return OwnerBits.slot(BarrierWords.cellVolatile(bank(generation), parties - 1)) == slot;
    }

    /// One slice of sleep while the word is of `generation` and not broken. B6 sets `WAITERS`, so that
    /// B2, B3 and B4 wake.
    public void sleep(int generation, Deadline deadline) {
        long seen = word();
        while (BarrierWords.generation(seen) == generation && (seen & BarrierWords.BROKEN) == 0) {
            long marked = seen | BarrierWords.WAITERS;
            if (marked == seen || BarrierWords.wordCas(segment, seen, marked)) { // B6
                CrashPoint.hit("barrier.waiting");
                low.sleep((int) marked, deadline.leftNanos(), Sleep.ALL);
                break;
            }
            seen = word();
        }
        context.check();
        if (word() == (seen | BarrierWords.WAITERS)) {
            recoverDeadParties();
        }
    }

    private void recoverDeadParties() {
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            if ((BarrierWords.registrationVolatile(segment, slot) & BarrierWords.REGISTERED) != 0) {
                context.recoverIfDead(slot);
            }
        }
    }

    /// Spins for a short time while the word is of `generation`.
    public void spin(int generation) {
        long seen = word();
        if (BarrierWords.generation(seen) == generation) {
            low.spinBalanced((int) seen, Deadline.SLICE_NANOS);
        }
    }
}
