package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A reduction by the user's function is combined by a worker at its end, in a task that the user did not
/// submit.
@Timeout(120)
class InterruptedReductionIT {
    private static final int LENGTH = 70 * 4096;
    private static final int INTERRUPTS = 40;
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    @Test
    void anInterruptIsToldWithTheReduction() throws InterruptedException {
        Reduction own = Reduction.ofLong(0, (left, right) -> left + right);
        try (SharedMemory memory = SharedMemory.temporary(16L << 20);
                Pool pool = Pool.start(memory, 2)) {
            LongArray ones = memory.newLongArray("ones", LENGTH);
            ones.fill(1);
            pool.awaitWorkers();
            Thread caller = Thread.currentThread();
            Thread interrupting = Thread.ofPlatform().daemon().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    caller.interrupt();
                }
            });
            try {
                int told = 0;
                while (told < INTERRUPTS) {
                    told += isCancelled(pool, ones, own) ? 1 : 0;
                }
            } finally {
                end(interrupting);
            }
            assertEquals(LENGTH, pool.reduce(ones, own));
        }
    }

    private static boolean isCancelled(Pool pool, LongArray ones, Reduction own) {
        try {
            assertEquals(LENGTH, pool.reduce(ones, own));
            return false;
        } catch (JobCancelledException cancelled) {
            String message = cancelled.getMessage();
            assertTrue(message.contains("work=Reduce") && message.contains("cancelled by an interrupt"), message);
            assertTrue(Thread.interrupted(), "the flag is restored");
            return true;
        }
    }

    private static void end(Thread interrupting) {
        interrupting.interrupt();
        while (interrupting.isAlive()) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
    }
}
