package io.millrace.engine.internal.job;

import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.SpinPolicy;

/// Tells the workers of a pool that there is work. A call never fails, because what was published
/// cannot be taken back: workers that were not woken look at the end of their slice.
final class WorkerCalls {
    private WorkerCalls() {}

    /// Wakes all workers that sleep.
    static void all(PoolRegion pool) {
        try {
            pool.work().advance();
        } catch (OutOfMemoryError noMemory) {
            // the workers look at the end of their slice
        }
    }

    /// Wakes as many workers that sleep as are needed beside those that spin on the pool's `work` word,
    /// for work that goes on without them too. Makes no system call when none sleeps, or none is needed.
    ///
    /// @param needed how many workers should take part
    static void some(PoolRegion pool, int needed) {
        try {
            if (pool.work().advanceSilently() && needed > 0) {
                pool.work().wake(needed - spinning(pool, needed));
            }
        } catch (OutOfMemoryError noMemory) {
            // the workers look at the end of their slice
        }
    }

    /// How many workers spin, at most `most`. A worker sets `rest` before its spin and sleeps after it, if
    /// the word is as it was. The word has moved and the clock is read afterwards, so a spin that is not
    /// over then ends with a look at the work.
    private static int spinning(PoolRegion pool, int most) {
        long spin = SpinPolicy.nanos(pool.shape().waiting(), Deadline.SLICE_NANOS);
        long now = System.nanoTime();
        int spinning = 0;
        for (int workerSlot = 0; workerSlot < pool.workerSlotCount() && spinning < most; workerSlot++) {
            long since = pool.workerSlots().restsSince(workerSlot);
            spinning += since != 0 && now - since < spin && pool.workerSlots().holder(workerSlot) != 0 ? 1 : 0;
        }
        return spinning;
    }
}
