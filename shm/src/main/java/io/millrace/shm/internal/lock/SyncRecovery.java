package io.millrace.shm.internal.lock;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.Recoverable;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Sweeps locks, read-write locks, conditions, semaphores and barriers. Events have no owners.
///
/// Each step is idempotent, waits for nobody and leaves the word right: a recoverer that dies is
/// followed by another one that starts at the top.
public final class SyncRecovery implements Recoverable {
    @Override
    public long bit() {
        return SweeperBits.SYNC;
    }

    @Override
    public void recover(Regions memory, int deadSlot) {
        each(memory, RegionKind.LOCK, region -> LockCore.of(region).recover(deadSlot));
        each(memory, RegionKind.READ_WRITE_LOCK, region -> ReadWriteCore.of(region).recover(deadSlot));
        each(memory, RegionKind.CONDITION, region -> ConditionCore.of(region).recover(deadSlot));
        each(memory, RegionKind.SEMAPHORE, region -> SemaphoreCore.of(region).recover(deadSlot));
        each(memory, RegionKind.BARRIER, region -> BarrierCore.of(region).recover(deadSlot));
    }

    @Override
    public void giveBack(Regions memory, IntPredicate ended) {
        each(memory, RegionKind.LOCK, region -> LockCore.of(region).giveBack(ended));
        each(memory, RegionKind.READ_WRITE_LOCK, region -> ReadWriteCore.of(region).giveBack(ended));
        each(memory, RegionKind.SEMAPHORE, region -> SemaphoreCore.of(region).giveBack(ended));
    }

    @Override
    public void leave(Regions memory) {
        int own = memory.slotHolder().slot();
        each(memory, RegionKind.LOCK, region -> LockCore.of(region).recover(own));
        each(memory, RegionKind.READ_WRITE_LOCK, region -> ReadWriteCore.of(region).recover(own));
        each(memory, RegionKind.CONDITION, region -> ConditionCore.of(region).recover(own));
        each(memory, RegionKind.SEMAPHORE, region -> SemaphoreCore.of(region).recover(own));
        each(memory, RegionKind.BARRIER, region -> BarrierCore.of(region).leave());
    }

    /// A region that is damaged so that nobody can open it does not keep the others from being swept.
    private static void each(Regions memory, RegionKind kind, Consumer<Region> step) {
        for (Region region : memory.openAll(kind)) {
            try {
                step.accept(region);
            } catch (FileFormatException damaged) {
                continue;
            }
        }
    }
}
