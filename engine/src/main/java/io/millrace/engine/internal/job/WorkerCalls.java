package io.millrace.engine.internal.job;

import io.millrace.shm.internal.os.Processor;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.SpinPolicy;

/// How the workers of a pool learn that there is work. A call never fails, because what was published
/// cannot be taken back: workers that were not woken look at the end of their slice.
public final class WorkerCalls {
    private final PoolRegion pool;
    private final int workers;
    private final long spin;
    private final long now = System.nanoTime();

    WorkerCalls(PoolRegion pool) {
        this.pool = pool;
        this.workers = pool.workerSlotCount();
        this.spin = SpinPolicy.nanos(pool.shape().waiting(), Deadline.SLICE_NANOS);
    }

    /// Waits until there may be work, at most a slice.
    ///
    /// @param seen the epoch of the pool's `work` word before the last look
    /// @param apart whether it moves away from a processor that another worker waits on; worth it for work that
    ///         several workers are called for
    /// @return true when a call came
    public static boolean await(PoolRegion pool, int workerSlot, int seen, boolean apart) {
        int processor = Processor.current();
        if (apart && waitsOn(pool, workerSlot, processor)) {
            processor = Processor.leave(processor);
        }
        pool.workerSlots().runsOn(workerSlot, processor);
        return pool.work().awaitChange(seen, pool.shape().waiting(), Deadline.SLICE_NANOS, bit(workerSlot));
    }

    /// Whether another worker waits on that processor, and there are enough for all. The system wakes a thread
    /// on the processor that it had: two of them would share it until the system notices, some milliseconds.
    private static boolean waitsOn(PoolRegion pool, int ownSlot, int processor) {
        boolean waits = false;
        if (!pool.hasMoreWorkersThanProcessors()) {
            for (int workerSlot = 0; workerSlot < pool.workers() && !waits; workerSlot++) {
                waits = workerSlot != ownSlot
                        && pool.workerSlots().processor(workerSlot) == processor
                        && pool.workerSlots().restsSince(workerSlot) != 0
                        && pool.workerSlots().holder(workerSlot) != 0;
            }
        }
        return waits;
    }

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
    /// First those that ran on another processor than the calling thread, which works on: where processors
    /// share no cache, the system puts a thread that wakes on the processor it had, whether that is free or
    /// not. Among them those in the first slots: one job after another finds the same workers, with their
    /// pages and caches.
    ///
    /// @param needed how many workers should take part
    static void some(PoolRegion pool, int needed) {
        try {
            if (pool.work().advanceSilently() && needed > 0) {
                new WorkerCalls(pool).wake(needed);
            }
        } catch (OutOfMemoryError noMemory) {
            // the workers look at the end of their slice
        }
    }

    private void wake(int needed) {
        int left = needed;
        for (int workerSlot = 0; workerSlot < workers && left > 0; workerSlot++) {
            left -= isWaiting(workerSlot) && isSpinning(workerSlot) ? 1 : 0;
        }
        if (left > 0) {
            pool.work().wake(left, sleepers(left, Processor.current()));
        }
    }

    /// The bits of up to `most` workers that sleep: first of those that ran on another processor than `own`,
    /// then of the others.
    int sleepers(int most, int own) {
        int apart = sleepers(most, own, false);
        return apart | sleepers(most - Integer.bitCount(apart), own, true);
    }

    private int sleepers(int most, int own, boolean beside) {
        int bits = 0;
        int left = most;
        for (int workerSlot = 0; workerSlot < workers && left > 0; workerSlot++) {
            if (isWaiting(workerSlot)
                    && !isSpinning(workerSlot)
                    && (pool.workerSlots().processor(workerSlot) == own) == beside) {
                bits |= bit(workerSlot);
                left--;
            }
        }
        return bits;
    }

    private boolean isWaiting(int workerSlot) {
        return pool.workerSlots().restsSince(workerSlot) != 0 && pool.workerSlots().holder(workerSlot) != 0;
    }

    /// A worker sets `rest` before its spin and sleeps after it, if the word is as it was. The word has
    /// moved and the clock was read afterwards, so a spin that is not over then ends with a look at the work.
    private boolean isSpinning(int workerSlot) {
        return now - pool.workerSlots().restsSince(workerSlot) < spin;
    }

    /// By which a wake tells the worker in that slot from others.
    private static int bit(int workerSlot) {
        return 1 << workerSlot;
    }
}
