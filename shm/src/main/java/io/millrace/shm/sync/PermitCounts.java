package io.millrace.shm.sync;

import io.millrace.shm.layout.ProcessSlot;
import io.millrace.shm.layout.SemaphoreWords;
import io.millrace.shm.os.CrashPoint;
import java.lang.foreign.MemorySegment;

/// One count for each process slot, changed under the semaphore's lock; count 0 is of permits that
/// are withdrawn.
///
/// What is available is the maximum less all counts. Each change is one store, so whoever dies
/// inside the lock leaves the counts right. Whoever gives back more than its process has takes from
/// the withdrawn, then from other processes.
///
/// **Death.** The recoverer sets the count of the dead slot to 0; nobody else writes that count but
/// under the lock, where it can only become less.
final class PermitCounts implements Permits {
    private final Site site;
    private final MemorySegment segment;
    private final InnerLock lock;
    private final int maximum;

    PermitCounts(Site site, InnerLock lock, int maximum) {
        this.site = site;
        this.lock = lock;
        this.maximum = maximum;
        segment = site.segment();
    }

    @Override
    public boolean tryTake(int count) {
        return available() >= count && lock.run(() -> {
            boolean enough = available() >= count;
            if (enough) {
                set(site.slot(), get(site.slot()) + count);
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
            int left = giveFrom(site.slot(), count);
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
    public boolean recover(int deadSlot) {
        boolean some = get(deadSlot) != 0;
        if (some) {
            set(deadSlot, 0);
            CrashPoint.hit("recover.permitCount");
        }
        return some;
    }

    @Override
    public void lookAfterHolders() {
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            if (get(slot) > 0) {
                site.recoverIfDead(slot);
            }
        }
    }
}
