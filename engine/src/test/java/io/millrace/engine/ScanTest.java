package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.ShortArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scans give the bits of their definition, at lengths around the borders of blocks, chunks and small jobs, for
/// each kernel and number of workers.
class ScanTest {
    private static final long SEED = Long.getLong("millrace.test.seed", System.nanoTime());
    private static final int LONGEST = 300_007;
    private static final int ODD = 3;

    private static final List<Pool> POOLS = new ArrayList<>();
    private static SharedMemory memory;
    private static DoubleArray doubles;
    private static DoubleArray out;
    private static LongArray longs;
    private static LongArray wide;

    @BeforeAll
    static void start() {
        memory = SharedMemory.temporary(MemoryOptions.defaults()
                .byteSize(32L << 20)
                .engineByteSize(64L << 20));
        POOLS.add(new PoolSetup(WorkerKind.CALLER, KernelKind.SCALAR, 1, Schedule.AUTO).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.AUTO, 1, Schedule.STATIC).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.VECTOR, 2, Schedule.DYNAMIC).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.AUTO, 3, Schedule.GUIDED).start(memory));
        doubles = memory.newDoubleArray(LONGEST + ODD);
        out = memory.newDoubleArray(LONGEST + ODD);
        longs = memory.newLongArray(LONGEST + ODD);
        wide = memory.newLongArray(LONGEST + ODD);
        doubles.copyFrom(Truth.tameDoubles(LONGEST + ODD, SEED));
        SplittableRandom random = new SplittableRandom(SEED);
        longs.setAll(i -> random.nextLong());
    }

    @AfterAll
    static void stop() {
        POOLS.forEach(Pool::close);
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4095, 4096, 4097, 3 * 4096 + 1, 65_537, 262_144, 262_145, LONGEST})
    void everyScanHasTheBitsOfItsDefinition(int length) {
        DoubleArray in = doubles.slice(ODD, ODD + length);
        DoubleArray to = out.slice(1, 1 + length);
        double[] values = in.toArray();
        double[] sums = ScanByDefinition.sums(values);
        double[] products = ScanByDefinition.products(values);
        double[] least = values.clone();
        Arrays.parallelPrefix(least, Math::min);
        double[] greatest = values.clone();
        Arrays.parallelPrefix(greatest, Math::max);
        for (Pool pool : POOLS) {
            assertScan(sums, pool, in, Reduction.SUM, to);
            assertScan(products, pool, in, Reduction.PRODUCT, to);
            assertScan(least, pool, in, Reduction.MIN, to);
            assertScan(greatest, pool, in, Reduction.MAX, to);
            assertScan(sums, pool, in, Reduction.of(-0.0, (a, b) -> a + b), to);
            assertScan(greatest, pool, in, Reduction.of(Double.NEGATIVE_INFINITY, (a, b) -> Math.max(a, b)), to);
            assertIntegers(pool, length);
        }
    }

    private static void assertScan(double[] expected, Pool pool, DoubleArray in, Reduction how, DoubleArray to) {
        to.fill(Double.NaN);
        pool.scan(in, how, to);
        assertArrayEquals(expected, to.toArray(), () -> "%s, pool %s, seed=%d".formatted(how, pool.name(), SEED));
        to.fill(Double.NaN);
        pool.scanAsync(in, how, to).join();
        assertArrayEquals(expected, to.toArray(), () -> "%s, pool %s, seed=%d".formatted(how, pool.name(), SEED));
    }

    private static void assertIntegers(Pool pool, int length) {
        LongArray in = longs.slice(ODD, ODD + length);
        assertScan(pool, in, Reduction.SUM, Long::sum);
        assertScan(pool, in, Reduction.PRODUCT, (a, b) -> a * b);
        assertScan(pool, in, Reduction.MIN, Math::min);
        assertScan(pool, in, Reduction.MAX, Math::max);
        assertScan(pool, in, Reduction.ofLong(0, (a, b) -> a ^ b), (a, b) -> a ^ b);
    }

    private static void assertScan(Pool pool, LongArray in, Reduction how, LongBinaryOperator combine) {
        long[] expected = in.toArray();
        Arrays.parallelPrefix(expected, combine);
        LongArray to = wide.slice(2, 2 + in.length());
        pool.scan(in, how, to);
        assertArrayEquals(expected, to.toArray(), () -> "%s, pool %s, seed=%d".formatted(how, pool.name(), SEED));
    }

    @Test
    void shortIntegersAreAddedInLongAndCastToTheOutput() {
        int length = 70_000;
        IntArray ints = memory.newIntArray(length);
        ShortArray shorts = memory.newShortArray(length);
        ByteArray bytes = memory.newByteArray(length);
        ints.fill(Integer.MAX_VALUE);
        shorts.fill((short) -30_000);
        bytes.fill((byte) 100);
        LongArray sums = wide.slice(0, length);
        for (Pool pool : POOLS) {
            pool.scan(ints, Reduction.SUM, sums);
            assertEquals((long) Integer.MAX_VALUE * length, sums.get(length - 1));
            pool.scan(shorts, Reduction.SUM, sums);
            assertEquals(-30_000L * length, sums.get(length - 1));
            pool.scan(bytes, Reduction.SUM, sums);
            assertEquals(100L * length, sums.get(length - 1));
            pool.scan(bytes, Reduction.SUM, ints);
            assertEquals(100 * length, ints.get(length - 1));
            pool.scan(bytes, Reduction.SUM, shorts);
            assertEquals((short) (100 * length), shorts.get(length - 1));
            ints.fill(Integer.MAX_VALUE);
            shorts.fill((short) -30_000);
        }
        List.of(ints, shorts, bytes).forEach(array -> memory.drop(array.name()));
    }

    @Test
    void floatsAreAddedInDouble() {
        int length = 100_000;
        FloatArray in = memory.newFloatArray(length);
        FloatArray to = memory.newFloatArray(length);
        in.setAll(i -> (float) doubles.get(i));
        double[] values = new double[length];
        Arrays.setAll(values, i -> in.get(i));
        double[] sums = ScanByDefinition.sums(values);
        for (Pool pool : POOLS) {
            pool.scan(in, Reduction.SUM, to);
            pool.scan(in, Reduction.SUM, out.slice(0, length));
            assertArrayEquals(sums, out.slice(0, length).toArray());
            for (int i = 0; i < length; i++) {
                assertEquals((float) sums[i], to.get(i));
            }
        }
        List.of(in, to).forEach(array -> memory.drop(array.name()));
    }

    @Test
    void negativeZerosStayAndNaNWins() {
        DoubleArray in = memory.newDoubleArray(10_000);
        DoubleArray to = out.slice(0, 10_000);
        in.fill(-0.0);
        in.set(9_000, Double.NaN);
        for (Pool pool : POOLS) {
            for (Reduction how : List.of(Reduction.SUM, Reduction.MIN, Reduction.MAX)) {
                pool.scan(in, how, to);
                for (int i = 0; i < 10_000; i++) {
                    assertEquals(i < 9_000 ? -0.0 : Double.NaN, to.get(i), how + " at " + i);
                }
            }
        }
        memory.drop(in.name());
    }

    @Test
    void whatCannotBeScannedIsRefused() {
        Pool pool = POOLS.getFirst();
        DoubleArray in = doubles.slice(0, 100);
        assertRefused("not in place", () -> pool.scan(in, Reduction.SUM, in));
        assertRefused("overlap partly", () -> pool.scan(in, Reduction.SUM, doubles.slice(1, 101)));
        assertRefused("lengths differ", () -> pool.scan(in, Reduction.SUM, out.slice(0, 99)));
        assertRefused("COUNT_NONZERO", () -> pool.scan(in, Reduction.COUNT_NONZERO, out.slice(0, 100)));
        assertRefused("SUM_CHECKED", () -> pool.scanAsync(in, Reduction.SUM_CHECKED, out.slice(0, 100)));
        assertRefused(
                "does not fit", () -> pool.scan(in, Reduction.ofLong(0, (a, b) -> a + b), out.slice(0, 100)));
    }

    private static void assertRefused(String why, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void anExceptionOfTheUsersReductionIsTheCauseOfTheFailure() {
        for (Pool pool : POOLS) {
            for (int length : new int[] {100, LONGEST}) {
                WorkerException failure = assertThrows(WorkerException.class, () -> pool.scan(
                        longs.slice(0, length),
                        Reduction.ofLong(0, (a, b) -> {
                            throw new IllegalStateException("no " + b);
                        }),
                        wide.slice(0, length)));
                assertInstanceOf(IllegalStateException.class, failure.getCause());
            }
        }
    }

    @Test
    void anInterruptedScanIsCancelledAndTheNextOneRuns() {
        for (Pool pool : POOLS) {
            Thread.currentThread().interrupt();
            assertThrows(JobCancelledException.class, () -> pool.scan(doubles, Reduction.SUM, out));
            assertTrue(Thread.interrupted(), "the flag is restored");
            assertEquals(1.0, progressOf(pool.scanAsync(doubles, Reduction.SUM, out)));
        }
    }

    private static double progressOf(Job<Void> job) {
        job.join();
        return job.progress();
    }
}
