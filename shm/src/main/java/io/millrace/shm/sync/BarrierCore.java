package io.millrace.shm.sync;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.BarrierWords;
import io.millrace.shm.layout.OwnerBits;
import io.millrace.shm.layout.ProcessSlot;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.sync.FutexWord.Sleep;
import java.lang.foreign.MemorySegment;

/// The machine of one barrier.
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
///   registration:  0 ── R1 open ──▶ REGISTERED ── R2 died after arriving in g ──▶ DEAD(g) ──▶ 0
/// ```
///
/// **Invariants.** 1. How many have arrived is counted from the cells, never stored; anybody who
/// counts all makes the turn, so nobody's death holds it up. 2. A cell is claimed and written in one
/// compare-and-set; the last cell is claimed last, so one party of each generation gets 0. 3. Cells
/// of g - 1 are in the other bank: they tell how many parties each process had.
///
/// **Death.** The recoverer breaks g if the dead was acting, or had fewer parties there than in
/// g - 1, or none: those missing will not come. Otherwise g completes with the dead one's cells and
/// R2 makes the next generation broken: whoever turns to it, arrives in it or asks sees `DEAD` of
/// another generation. Between B2 or B3 and the wake: the others look after a slice.
final class BarrierCore {
    private final Site site;
    private final MemorySegment segment;
    private final MemorySegment odd;
    private final MemorySegment even;
    private final FutexWord low;
    private final int parties;

    private BarrierCore(Region region) {
        site = Site.of(region, BarrierWords.byteSize(1));
        segment = site.segment();
        parties = BarrierWords.parties(segment);
        if (parties < 1 || region.byteSize() < BarrierWords.byteSize(parties)) {
            throw new FileFormatException("the barrier is damaged: region=" + region.info() + ", parties=" + parties
                    + "; drop it and make it anew");
        }
        odd = BarrierWords.bank(segment, parties, 1);
        even = BarrierWords.bank(segment, parties, 0);
        low = new FutexWord(segment, 0);
    }

    static BarrierCore of(Region region) {
        return Site.require(region, RegionKind.BARRIER).companion(BarrierCore.class, BarrierCore::new);
    }

    Site site() {
        return site;
    }

    private MemorySegment bank(int generation) {
        return (generation & 1) == 0 ? even : odd;
    }

    int parties() {
        return parties;
    }

    long word() {
        return BarrierWords.wordVolatile(segment);
    }

    /// R1.
    void register() {
        int slot = site.slot();
        int seen = BarrierWords.registrationVolatile(segment, slot);
        while (slot != 0
                && (seen & BarrierWords.REGISTERED) == 0
                && !BarrierWords.registrationCas(segment, slot, seen, seen | BarrierWords.REGISTERED)) { // R1
            seen = BarrierWords.registrationVolatile(segment, slot);
        }
        CrashPoint.hit("barrier.registered");
    }

    /// The process closes its memory: it is missed by nobody.
    void leave() {
        int slot = site.slot();
        int seen = BarrierWords.registrationVolatile(segment, slot);
        while (seen != 0 && !BarrierWords.registrationCas(segment, slot, seen, seen & ~BarrierWords.REGISTERED)) {
            seen = BarrierWords.registrationVolatile(segment, slot);
        }
    }

    /// B1: the index of the claimed cell of that generation; -1 when all are taken, or it is over.
    int arrive(int generation, boolean withAction) {
        for (int index = 0; index < parties; index++) {
            long acting = withAction && index == parties - 1 ? BarrierWords.ACTING : 0;
            long own = BarrierWords.cell(site.me() | acting, generation);
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
    void acted(int generation) {
        CrashPoint.hit("barrier.acted");
        long seen = BarrierWords.cellVolatile(bank(generation), parties - 1);
        if (BarrierWords.isThere(seen, generation)) {
            BarrierWords.cellCas(bank(generation), parties - 1, seen, seen & ~BarrierWords.ACTING); // B5
        }
    }

    /// How many have arrived.
    int waiting(int generation) {
        int there = 0;
        for (int index = 0; index < parties; index++) {
            there += BarrierWords.isThere(BarrierWords.cellVolatile(bank(generation), index), generation) ? 1 : 0;
        }
        return there;
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

    /// B2, if all are there and the word is of that generation still.
    void turnIfComplete(int generation) {
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

    /// B3, if that generation is the present one and whole; true if it was.
    boolean breakNow(int generation) {
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
    void reset() {
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

    private void clearDeath(int slot) {
        int seen = BarrierWords.registrationVolatile(segment, slot);
        while ((seen & BarrierWords.DEAD) != 0
                && !BarrierWords.registrationCas(segment, slot, seen, seen & BarrierWords.REGISTERED)) {
            seen = BarrierWords.registrationVolatile(segment, slot);
        }
    }

    /// Breaks the present generation if a process died after it arrived in another one.
    void breakAfterDeath() {
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

    /// One slice of sleep while the word is of that generation and whole.
    void sleep(int generation, Patience patience) {
        long seen = word();
        while (BarrierWords.generation(seen) == generation && (seen & BarrierWords.BROKEN) == 0) {
            long marked = seen | BarrierWords.WAITERS;
            if (marked == seen || BarrierWords.wordCas(segment, seen, marked)) {
                CrashPoint.hit("barrier.waiting");
                low.sleep((int) marked, patience.leftNanos(), Sleep.ALL);
                break;
            }
            seen = word();
        }
        site.check();
        if (word() == (seen | BarrierWords.WAITERS)) {
            lookAfterParties();
        }
    }

    private void lookAfterParties() {
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            if ((BarrierWords.registrationVolatile(segment, slot) & BarrierWords.REGISTERED) != 0) {
                site.recoverIfDead(slot);
            }
        }
    }

    /// Looks for a short time whether the word moves on from that generation.
    void spin(int generation) {
        long seen = word();
        if (BarrierWords.generation(seen) == generation) {
            low.spinBalanced((int) seen, Patience.SLICE.toNanos());
        }
    }
}
