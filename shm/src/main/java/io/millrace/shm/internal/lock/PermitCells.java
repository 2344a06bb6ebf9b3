package io.millrace.shm.internal.lock;

import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.layout.SemaphoreWords;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.view.Holder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One cell for each permit.
///
/// ```text
///          P1 take                       P2 give: of the thread, else of the process, else the oldest
///   FREE ───────────▶ HELD(slot, thread, stamp) ───────────▶ FREE
///     ▲                     │
///     └──── P3 slot is dead ┘            WITHDRAWN ──▶ FREE by P2 as well, as the oldest of all
/// ```
///
/// The number of available permits is counted, never stored. A thread that takes or gives several holds
/// the semaphore's lock meanwhile, so that two such threads do not forever take each other's rest;
/// when there are not enough, the thread gives back what it took.
///
/// **Death.** After P1 the permit belongs to the dead process and P3 frees it, also where the process
/// had taken some and wanted more. **Progress.** Taking or giving one is lock-free.
final class PermitCells implements Permits {
    private static final long SCATTER = 0x9E37_79B9_7F4A_7C15L;

    private final WaitContext context;
    private final MemorySegment segment;
    private final InnerLock lock;
    private final int maximum;

    PermitCells(WaitContext context, InnerLock lock, int maximum) {
        this.context = context;
        this.lock = lock;
        this.maximum = maximum;
        segment = context.segment();
    }

    @Override
    public boolean tryTake(int count) {
        return count == 1 ? takeOne() : available() >= count && lock.run(() -> takeSome(count));
    }

    /// Each thread starts at a cell of its own: threads rarely meet, and find theirs again.
    private boolean takeOne() {
        long me = context.me();
        int start = start(me);
        for (int step = 0; step < maximum; step++) {
            int index = at(start, step);
            if (SemaphoreWords.cellVolatile(segment, index) == 0
                    && SemaphoreWords.cellCas(segment, index, 0, SemaphoreWords.cell(me, System.nanoTime()))) { // P1
                CrashPoint.hit("semaphore.taken");
                return true;
            }
        }
        return false;
    }

    private int start(long me) {
        return (int) ((me * SCATTER >>> 32) % maximum);
    }

    private int at(int start, int step) {
        return start + step < maximum ? start + step : start + step - maximum;
    }

    private boolean takeSome(int count) {
        int taken = 0;
        while (taken < count && takeOne()) {
            taken++;
            CrashPoint.hit("semaphore.takenSome");
        }
        if (taken < count) {
            giveSome(taken);
        }
        return taken == count;
    }

    @Override
    public boolean give(int count) {
        return count == 1 ? giveOne() : lock.run(() -> maximum - available() >= count && giveSome(count));
    }

    private boolean giveSome(int count) {
        boolean given = true;
        for (int one = 0; one < count; one++) {
            given &= giveOne();
        }
        return given;
    }

    private boolean giveOne() {
        while (true) {
            int index = chooseHeld();
            if (index < 0) {
                return false;
            }
            long seen = SemaphoreWords.cellVolatile(segment, index);
            if (seen != 0 && SemaphoreWords.cellCas(segment, index, seen, 0)) { // P2
                CrashPoint.hit("semaphore.given");
                return true;
            }
        }
    }

    /// The cell to give back: one of this thread, else of this process, else the oldest; -1 when all
    /// are free.
    private int chooseHeld() {
        long me = context.me();
        int start = start(me);
        for (int step = 0; step < maximum; step++) {
            int index = at(start, step);
            if ((SemaphoreWords.cellVolatile(segment, index) & OwnerBits.MASK) == me) {
                return index;
            }
        }
        return chooseOfOthers();
    }

    private int chooseOfOthers() {
        long now = System.nanoTime();
        int best = -1;
        long bestRank = -1;
        for (int index = 0; index < maximum; index++) {
            long cell = SemaphoreWords.cellVolatile(segment, index);
            if (cell != 0) {
                long age = SemaphoreWords.age(cell, now);
                long rank = OwnerBits.slot(cell) == context.slot() ? SemaphoreWords.OLDEST + age : age;
                if (rank > bestRank) {
                    best = index;
                    bestRank = rank;
                }
            }
        }
        return best;
    }

    @Override
    public int available() {
        int free = 0;
        for (int index = 0; index < maximum; index++) {
            free += SemaphoreWords.cellVolatile(segment, index) == 0 ? 1 : 0;
        }
        return free;
    }

    @Override
    public List<Holder> holders(ProcessViews processes) {
        long now = System.nanoTime();
        List<Holder> holders = new ArrayList<>();
        for (int index = 0; index < maximum; index++) {
            long cell = SemaphoreWords.cellVolatile(segment, index);
            int slot = OwnerBits.slot(cell);
            if (slot != 0) {
                holders.add(processes.thread(slot, OwnerBits.thread(cell), SemaphoreWords.heldFor(cell, now)));
            }
        }
        return holders;
    }

    @Override
    public boolean recover(int deadSlot) {
        boolean some = false;
        for (int index = 0; index < maximum; index++) {
            long seen = SemaphoreWords.cellVolatile(segment, index);
            if ((seen & OwnerBits.MASK) != 0 && OwnerBits.slot(seen) == deadSlot) {
                some |= SemaphoreWords.cellCas(segment, index, seen, 0); // P3
                context.slotHolder().mended(deadSlot, DeathRecord.PERMITS, 1);
                CrashPoint.hit("recover.permit");
            }
        }
        return some;
    }

    @Override
    public void recoverDeadHolders() {
        BitSet slots = new BitSet(ProcessSlot.COUNT + 1);
        for (int index = 0; index < maximum; index++) {
            slots.set(OwnerBits.slot(SemaphoreWords.cellVolatile(segment, index)));
        }
        slots.stream().forEach(context::recoverIfDead);
    }
}
