package io.millrace.engine;

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
import io.millrace.shm.data.ShortArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A reduction that was run lately is not described again; nobody but the clock may notice.
class RecentReductionsTest {
    private static final int SMALL = 1000;
    private static final int LARGE = 70 * 4096;
    private static final int MORE_THAN_KEPT = 7;

    private final SharedMemory memory = SharedMemory.temporary(32L << 20);
    private final Pool pool =
            Pool.start(memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD));

    @AfterEach
    void close() {
        pool.close();
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void eachRunSeesTheElementsOfThen(int length) {
        List<DoubleArray> arrays = new ArrayList<>();
        for (int which = 0; which < MORE_THAN_KEPT; which++) {
            arrays.add(memory.newDoubleArray(length));
        }
        for (int round = 1; round <= 3; round++) {
            for (int which = 0; which < MORE_THAN_KEPT; which++) {
                DoubleArray in = arrays.get(which);
                double value = 10.0 * round + which;
                in.fill(value);
                for (int again = 0; again < 2; again++) {
                    assertEquals(value * length, pool.reduce(in, Reduction.SUM));
                    assertEquals(value, pool.reduce(in, Reduction.MAX));
                    assertEquals(length, pool.reduce(in, Reduction.COUNT_NONZERO));
                    assertEquals(value * value * length, pool.mapReduce(in, DoubleUnaryOp.SQUARE, Reduction.SUM));
                    assertEquals(-value * length, pool.mapReduce(in, DoubleUnaryOp.NEGATE, Reduction.SUM));
                    assertEquals(value, pool.reduce(in.slice(1, 3), Reduction.MIN));
                }
            }
        }
    }

    @Test
    void integersKeepTheirTypesAndErrors() {
        ShortArray narrow = memory.newShortArray(SMALL);
        LongArray wide = memory.newLongArray(SMALL);
        for (int again = 0; again < 3; again++) {
            narrow.fill((short) 300);
            wide.fill(Long.MAX_VALUE);
            assertEquals(90_000L * SMALL, pool.mapReduce(narrow, LongUnaryOp.SQUARE, Reduction.SUM));
            assertThrows(ArithmeticException.class, () -> pool.reduce(wide, Reduction.SUM_CHECKED));
            assertThrows(
                    ArithmeticException.class, () -> pool.mapReduce(wide, LongUnaryOp.SQUARE_EXACT, Reduction.SUM));
            wide.fill(1);
            assertEquals(SMALL, pool.reduce(wide, Reduction.SUM_CHECKED));
            assertEquals(SMALL, pool.mapReduce(wide, LongUnaryOp.SQUARE_EXACT, Reduction.SUM));
        }
    }

    /// What it holds when the reduction is run counts.
    private record Scale(double[] factor) implements DoubleUnary {
        @Override
        public double applyAsDouble(double x) {
            return factor[0] * x;
        }
    }

    @Test
    void aFunctionOfTheUserMayChange() {
        DoubleArray in = memory.newDoubleArray(SMALL);
        in.fill(1);
        Scale scale = new Scale(new double[1]);
        for (int factor = 1; factor <= 3; factor++) {
            scale.factor[0] = factor;
            assertEquals(factor * (double) SMALL, pool.mapReduce(in, scale, Reduction.SUM));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void aRunAfterADropAnInterruptOrTheEndOfThePoolIsRefused(int length) {
        DoubleArray in = memory.newDoubleArray("in", length);
        DoubleArray other = memory.newDoubleArray(length);
        assertEquals(0, pool.reduce(in, Reduction.SUM));
        assertEquals(0, pool.reduce(other, Reduction.SUM));
        Thread.currentThread().interrupt();
        assertThrows(JobCancelledException.class, () -> pool.reduce(in, Reduction.SUM));
        assertTrue(Thread.interrupted(), "the flag is restored");
        memory.drop("in");
        assertThrows(RegionDroppedException.class, () -> pool.reduce(in, Reduction.SUM));
        pool.close();
        assertThrows(IllegalStateException.class, () -> pool.reduce(other, Reduction.SUM));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void noFunctionIsNoMissingOne(int length) {
        DoubleArray in = memory.newDoubleArray(length);
        assertEquals(0, pool.reduce(in, Reduction.SUM));
        NullPointerException missing =
                assertThrows(NullPointerException.class, () -> pool.mapReduce(in, null, Reduction.SUM));
        assertEquals("op", missing.getMessage());
    }
}
