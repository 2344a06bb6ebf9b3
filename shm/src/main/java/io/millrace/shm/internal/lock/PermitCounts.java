package io.millrace.shm.internal.lock;

import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.layout.SemaphoreWords;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.view.Holder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// One count for each process slot, changed under the semaphore's lock; count 0 is of withdrawn
/// permits.
///
/// The maximum less all counts is available. Each change is one store, so a death inside the lock
/// leaves the counts right. A release of more permits than the process has takes them from the
/// withdrawn ones, then from other processes.
///
/// **Death.** The recoverer sets the count of the dead slot to 0; other threads write that count only
/// under the lock, and only to a smaller value.
final class PermitCounts implements Permits {
    private final WaitContext context;
    private final MemorySegment segment;
    private final InnerLock lock;
    private final int maximum;

    PermitCounts(WaitContext context, InnerLock lock, int maximum) {
        this.context = context;
        this.lock = lock;
        this.maximum = maximum;
        segment = context.segment();
    }

    @Override
    public boolean tryTake(int count) {
        return available() >= count && lock.run(() -> {
            boolean enough = available() >= count;
            if (enough) {
                set(context.slot(), get(context.slot()) + count);
                CrashPoint.hit("semaphore.counted");
            }
            return enough;
        });
    }

    @Override
    public boolean give(int count) {
        return lock.run(() -> {
            if (maximum - available() < count) {
                return false;
            }
            int left = giveFrom(context.slot(), count);
            for (int slot = 0; slot <= ProcessSlot.COUNT && left > 0; slot++) {
                left = giveFrom(slot, left);
            }
            return left == 0;
        });
    }

    private int giveFrom(int slot, int wanted) {
        int given = Math.min(get(slot), wanted);
        if (given > 0) {
            set(slot, get(slot) - given);
            CrashPoint.hit("semaphore.countedOff");
        }
        return wanted - given;
    }

    /// Never negative, whatever the file says.
    private int get(int slot) {
        return Math.clamp(SemaphoreWords.countVolatile(segment, slot), 0, maximum);
    }

    private void set(int slot, int count) {
        SemaphoreWords.countVolatile(segment, slot, count);
    }

    @Override
    public int available() {
        long taken = 0;
        for (int slot = 0; slot <= ProcessSlot.COUNT; slot++) {
            taken += get(slot);
        }
        return (int) Math.max(0, maximum - taken);
    }

    @Override
    public List<Holder> holders(ProcessViews processes) {
        List<Holder> holders = new ArrayList<>();
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            int count = get(slot);
            if (count > 0) {
                holders.add(processes.process(slot, count));
            }
        }
        return holders;
    }

    @Override
    public boolean recover(int deadSlot) {
        boolean some = get(deadSlot) != 0;
        if (some) {
            context.slotHolder().mended(deadSlot, DeathRecord.PERMITS, get(deadSlot));
            set(deadSlot, 0);
            CrashPoint.hit("recover.permitCount");
        }
        return some;
    }

    @Override
    public void recoverDeadHolders() {
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            if (get(slot) > 0) {
                context.recoverIfDead(slot);
            }
        }
    }
}
