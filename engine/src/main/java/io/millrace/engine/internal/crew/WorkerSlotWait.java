package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.wait.Deadline;
import java.util.function.BooleanSupplier;

/// Waits until the workers of a pool have occupied their slots.
final class WorkerSlotWait {
    private WorkerSlotWait() {}

    /// @param ready whether they have; throws when they never will
    /// @param endNanos the `System.nanoTime` at which the wait ends
    /// @return false when the time is up, or the pool was closed
    /// @throws JobCancelledException when the thread is interrupted; the interrupt flag stays set
    static boolean await(PoolRegion pool, BooleanSupplier ready, long endNanos) {
        while (true) {
            int seen = pool.news().epoch();
            if (ready.getAsBoolean()) {
                return true;
            }
            long left = endNanos - System.nanoTime();
            if (!pool.isOpen() || left <= 0) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new JobCancelledException(
                        "interrupted while workers start: pool=%s; they start all the same".formatted(pool.name()));
            }
            pool.news().awaitChange(seen, Waiting.PARK, Math.min(left, Deadline.SLICE_NANOS));
        }
    }
}
