package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Jobs of built-in operations over few elements, which the calling thread computes without a worker.
class SmallJobsTest {
    private static final int BLOCK = 4096;
    private static final int LARGEST = 64 * BLOCK;

    private final SharedMemory memory = SharedMemory.temporary(16L << 20);
    private final DoubleArray in = memory.newDoubleArray("in", LARGEST + BLOCK);
    private final DoubleArray out = memory.newDoubleArray("out", LARGEST + BLOCK);

    @AfterEach
    void close() {
        memory.close();
    }

    private Pool pool(KernelKind kernel) {
        return Pool.start(
                memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD).kernel(kernel));
    }

    private static long chunks(Pool pool) {
        return pool.stats().chunksPerWorker().stream().mapToLong(Long::longValue).sum();
    }

    /// The first lengths are computed by the calling thread, the last two are handed over.
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "SCALAR"})
    void resultsHaveTheSameBitsOnBothSidesOfTheBorder(KernelKind kernel) {
        double[] values = Truth.tameDoubles(LARGEST + BLOCK, 11);
        in.copyFrom(values);
        try (Pool pool = pool(kernel)) {
            int[] lengths = {0, 1, 7, BLOCK, BLOCK + 1, 5 * BLOCK, LARGEST - 1, LARGEST, LARGEST + 1, LARGEST + BLOCK};
            for (int length : lengths) {
                double[] part = Arrays.copyOf(values, length);
                DoubleArray slice = in.slice(BLOCK / 2, BLOCK / 2 + Math.min(length, LARGEST));
                assertEquals(
                        Truth.sumBits(part),
                        Double.doubleToLongBits(pool.reduce(in.slice(0, length), Reduction.SUM)),
                        "sum of " + length);
                pool.map(in.slice(0, length), DoubleUnaryOp.SQUARE, out.slice(0, length));
                double[] squares = Arrays.stream(part).map(x -> x * x).toArray();
                assertArrayEquals(squares, out.slice(0, length).toArray(), "squares of " + length);
                assertEquals(
                        Truth.sumBits(squares),
                        Double.doubleToLongBits(
                                pool.mapReduce(in.slice(0, length), DoubleUnaryOp.SQUARE, Reduction.SUM)));
                assertEquals(
                        Truth.sumBits(Arrays.copyOfRange(values, BLOCK / 2, BLOCK / 2 + (int) slice.length())),
                        Double.doubleToLongBits(pool.reduce(slice, Reduction.SUM)),
                        "sum of a slice of " + length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, LARGEST})
    void noWorkerComputesASmallJob(int length) {
        in.fill(1);
        try (Pool pool = pool(KernelKind.AUTO)) {
            assertEquals(length, pool.reduce(in.slice(0, length), Reduction.SUM));
            pool.fill(out.slice(0, length), 3);
            assertEquals(0, chunks(pool));
            assertEquals(2, pool.stats().jobsFinished());
        }
    }

    @Test
    void anElementThatCannotBeComputedIsNamed() {
        LongArray numbers = memory.newLongArray("numbers", 5_000);
        LongArray squares = memory.newLongArray("squares", 5_000);
        numbers.set(4_321, Long.MAX_VALUE);
        try (Pool pool = pool(KernelKind.AUTO)) {
            ArithmeticException overflow = assertThrows(
                    ArithmeticException.class, () -> pool.map(numbers, LongUnaryOp.SQUARE_EXACT, squares));
            assertTrue(overflow.getMessage().contains("index=4321"), overflow::toString);
            assertTrue(overflow.getMessage().contains(Long.toString(Long.MAX_VALUE)), overflow::toString);
            assertEquals(0, pool.reduce(squares.slice(0, 10), Reduction.SUM));
        }
    }

    @Test
    void aDroppedArrayAClosedPoolAndAnInterruptAreToldAsOfLargeJobs() {
        DoubleArray dropped = memory.newDoubleArray("dropped", 10);
        memory.drop("dropped");
        Pool pool = pool(KernelKind.AUTO);
        assertThrows(RegionDroppedException.class, () -> pool.reduce(dropped, Reduction.SUM));
        Thread.currentThread().interrupt();
        assertThrows(JobCancelledException.class, () -> pool.reduce(in.slice(0, 10), Reduction.SUM));
        assertTrue(Thread.interrupted(), "the flag is restored");
        assertEquals(0, pool.reduce(in.slice(0, 10), Reduction.SUM), "the pool goes on");
        pool.close();
        assertThrows(IllegalStateException.class, () -> pool.reduce(in.slice(0, 10), Reduction.SUM));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, LARGEST + BLOCK})
    void anInterruptBeforeAJobCancelsItHoweverSoonItEnds(int length) {
        try (Pool pool = pool(KernelKind.AUTO)) {
            for (int round = 0; round < 100; round++) {
                Thread.currentThread().interrupt();
                assertThrows(JobCancelledException.class, () -> pool.fill(out.slice(0, length), 3));
                assertTrue(Thread.interrupted(), "the flag is restored");
            }
            assertEquals(0, chunks(pool));
            assertEquals(0, pool.reduce(out, Reduction.SUM), "nothing is written");
        }
    }

    /// A drop is refused while a job reads the array: no job ends in the middle because of it.
    @Test
    void anArrayIsNotDroppedWhileASmallJobReadsIt() throws InterruptedException {
        int refused = 0;
        try (Pool pool = pool(KernelKind.AUTO)) {
            for (int round = 0; round < 20; round++) {
                DoubleArray array = memory.newDoubleArray("array", LARGEST);
                pool.fill(array, 1);
                Dropper dropper = new Dropper();
                dropper.start();
                try {
                    while (dropper.isAlive() && dropper.refused == 0) {
                        assertEquals(LARGEST, pool.reduce(array, Reduction.SUM));
                    }
                } catch (RegionDroppedException before) {
                    assertTrue(before.getMessage().contains("array"), before::toString);
                }
                dropper.join();
                refused += dropper.refused;
            }
        }
        assertTrue(refused > 0, "no drop met a job");
    }

    /// Drops the array as soon as no job uses it.
    private final class Dropper extends Thread {
        private volatile int refused;

        @Override
        public void run() {
            int times = 0;
            while (!dropped()) {
                refused = ++times;
            }
        }

        private boolean dropped() {
            try {
                memory.drop("array");
                return true;
            } catch (IllegalStateException inUse) {
                assertTrue(inUse.getMessage().contains("running job"), inUse::toString);
                return false;
            }
        }
    }
}
