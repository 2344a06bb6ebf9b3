package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.LongValue;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Another process drops an array at any moment of a reduction, also after the call has looked for it and before
/// its job is there to see: the caller is told of a drop, not of the failure of a worker.
@Timeout(120)
class DroppedArrayIT {
    private static final int LENGTH = 270_000;
    private static final int DROPS = 80;

    /// On a loaded machine a drop hardly ever meets the moment between two reductions.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /// Room for hardly more than one array: a new one takes the place of the dropped one.
    private static final long ROOM = 8L * LENGTH + 65_536;

    @Test
    void aDropByAnotherProcessIsToldAsADrop() throws InterruptedException {
        try (SharedMemory memory = SharedMemory.temporary(ROOM);
                Pool pool = Pool.start(memory, 2)) {
            LongValue goOn = memory.newLongValue("goOn", 1);
            pool.awaitWorkers();
            try (JvmProcess dropping = JvmProcess.start(memory, () -> dropAgainAndAgain(memory, goOn))) {
                int told = 0;
                long end = System.nanoTime() + LONGEST.toNanos();
                while (told < DROPS && System.nanoTime() - end < 0) {
                    told += isDropped(memory, pool, end) ? 1 : 0;
                }
                assertTrue(told > 0, "no drop came between two reductions");
                goOn.set(0);
                dropping.join();
                assertEquals(0, dropping.exitCode().orElseThrow());
            } finally {
                goOn.set(0);
            }
        }
    }

    private static boolean isDropped(SharedMemory memory, Pool pool, long end) {
        try {
            LongArray x = memory.longArray("x");
            while (System.nanoTime() - end < 0) {
                assertEquals(0, pool.reduce(x, Reduction.SUM));
            }
            return false;
        } catch (RegionDroppedException dropped) {
            return true;
        } catch (NoSuchRegionException between) {
            return false;
        }
    }

    private static void dropAgainAndAgain(SharedMemory memory, LongValue goOn) {
        Random random = new Random(1);
        while (goOn.get() == 1) {
            try {
                memory.newLongArray("x", LENGTH);
            } catch (RegionExistsException notDroppedYet) {
                // below
            }
            for (int spin = random.nextInt(30_000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            while (goOn.get() == 1 && !isGone(memory)) {
                Thread.onSpinWait();
            }
        }
    }

    /// Drops the array unless it is part of a running job.
    private static boolean isGone(SharedMemory memory) {
        try {
            memory.drop("x");
            return true;
        } catch (IllegalStateException inUse) {
            return false;
        }
    }
}
