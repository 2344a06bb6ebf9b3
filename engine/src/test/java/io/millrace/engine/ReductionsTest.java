package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.internal.kernel.Numbers;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Indices of extremes, counts and searches are those of a plain loop, at lengths around the borders of
/// blocks, chunks and small jobs, with ties, both zeros and NaN, on slices at odd places.
class ReductionsTest {
    private static final long SEED = Long.getLong("millrace.test.seed", System.nanoTime());
    private static final int[] LENGTHS = {0, 1, 2, 4095, 4096, 4097, 65_535, 65_537, 262_145, 300_007};
    private static final int LONGEST = LENGTHS[LENGTHS.length - 1];
    private static final int ODD = 3;

    private static final List<LongToDoubleFunction> PATTERNS = List.of(
            i -> i % 3,
            i -> i,
            i -> -i,
            i -> (i & 1) == 0 ? -0.0 : 0.0,
            i -> i % 4999 == 4998 ? Double.NaN : i % 7,
            i -> i == 0 ? Double.NaN : 1,
            i -> i == 299_999 ? 9 : 5);

    private static final List<Pool> POOLS = new ArrayList<>();
    private static SharedMemory memory;

    @BeforeAll
    static void start() {
        memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize(16L << 20).engineByteSize(64L << 20));
        POOLS.add(new PoolSetup(WorkerKind.CALLER, KernelKind.SCALAR, 1, Schedule.AUTO).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.AUTO, 1, Schedule.STATIC).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.VECTOR, 2, Schedule.DYNAMIC).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.AUTO, 3, Schedule.GUIDED).start(memory));
    }

    @AfterAll
    static void stop() {
        POOLS.forEach(Pool::close);
        memory.close();
    }

    /// Which NaN an instruction gives depends on the processor, and on which of its operands was one.
    @Test
    void everyNanIsTheSame() {
        DoubleArray in = (DoubleArray) array(ElementType.DOUBLE, LONGEST);
        fill(in, i -> i % 2 == 0 ? -i - 1 : Double.longBitsToDouble(0xfff8_0000_0000_0000L + i));
        for (Reduction how : List.of(Reduction.SUM, Reduction.MIN, Reduction.MAX, Reduction.PRODUCT)) {
            for (Pool pool : POOLS) {
                assertNan(pool.reduce(in, how));
                assertNan(pool.mapReduce(in, DoubleUnaryOp.SQRT, how));
                assertNan(pool.mapReduce(in.slice(0, 2), DoubleUnaryOp.SQRT, how));
            }
        }
        for (Pool pool : POOLS) {
            DoubleSummary summary = pool.summary(in);
            assertNan(pool.dot(in, in), summary.sum(), summary.mean(), summary.min(), summary.max());
        }
    }

    private static void assertNan(double... results) {
        for (double result : results) {
            assertEquals(Double.doubleToRawLongBits(Double.NaN), Double.doubleToRawLongBits(result));
        }
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyReductionIsThatOfAPlainLoop(ElementType type) {
        NumericArray whole = array(type, LONGEST + ODD);
        int turn = 0;
        for (int length : LENGTHS) {
            NumericArray in = whole.slice(ODD, ODD + length);
            for (LongToDoubleFunction pattern : PATTERNS) {
                fill(in, pattern);
                check(POOLS.get(turn++ % POOLS.size()), in);
            }
            Numbers.WILD.write(in.segment(), type, length, SEED);
            POOLS.forEach(pool -> check(pool, in));
        }
        memory.drop(whole.name());
    }

    private static void check(Pool pool, NumericArray in) {
        String story = "%s[%d], pool %s, seed=%d".formatted(in.elementType(), in.length(), pool.name(), SEED);
        assertEquals(argOf(in, true), pool.argMin(in), () -> "argMin of " + story);
        assertEquals(argOf(in, false), pool.argMax(in), () -> "argMax of " + story);
        for (int limit : new int[] {-2, 0, 1, 8, 100}) {
            Matches matches = above(pool, in, limit);
            long count = 0;
            long first = -1;
            for (long i = 0; i < in.length(); i++) {
                if (value(in, i) > limit) {
                    count++;
                    first = first < 0 ? i : first;
                }
            }
            assertEquals(count, matches.count(), () -> "count above " + limit + " of " + story);
            assertEquals(first, matches.firstIndex(), () -> "first above " + limit + " of " + story);
            assertEquals(first >= 0, matches.any(), () -> "any above " + limit + " of " + story);
            assertEquals(count == in.length(), matches.all(), () -> "all above " + limit + " of " + story);
        }
    }

    private static Matches above(Pool pool, NumericArray in, int limit) {
        return switch (in) {
            case DoubleArray array -> pool.where(array, x -> x > limit);
            case FloatArray array -> pool.where(array, x -> x > limit);
            case LongArray array -> pool.where(array, x -> x > limit);
            case IntArray array -> pool.where(array, x -> x > limit);
            case ShortArray array -> pool.where(array, x -> x > limit);
            case ByteArray array -> pool.where(array, x -> x > limit);
        };
    }

    private static long argOf(NumericArray in, boolean least) {
        long place = -1;
        for (long i = 0; i < in.length(); i++) {
            if (place < 0 || beats(in, i, place, least)) {
                place = i;
            }
        }
        return place;
    }

    private static boolean beats(NumericArray in, long i, long place, boolean least) {
        if (in instanceof LongArray array) {
            return least ? array.get(i) < array.get(place) : array.get(i) > array.get(place);
        }
        double x = value(in, i);
        double best = value(in, place);
        return !Double.isNaN(best) && (Double.isNaN(x) || (least ? x < best : x > best));
    }

    private static double value(NumericArray in, long i) {
        return switch (in) {
            case DoubleArray array -> array.get(i);
            case FloatArray array -> array.get(i);
            case LongArray array -> array.get(i);
            case IntArray array -> array.get(i);
            case ShortArray array -> array.get(i);
            case ByteArray array -> array.get(i);
        };
    }

    private static void fill(NumericArray in, LongToDoubleFunction pattern) {
        for (long i = 0; i < in.length(); i++) {
            double x = pattern.applyAsDouble(i);
            switch (in) {
                case DoubleArray array -> array.set(i, x);
                case FloatArray array -> array.set(i, (float) x);
                case LongArray array -> array.set(i, (long) x);
                case IntArray array -> array.set(i, (int) x);
                case ShortArray array -> array.set(i, (short) x);
                case ByteArray array -> array.set(i, (byte) x);
            }
        }
    }

    private static NumericArray array(ElementType type, long length) {
        return switch (type) {
            case DOUBLE -> memory.newDoubleArray(length);
            case FLOAT -> memory.newFloatArray(length);
            case LONG -> memory.newLongArray(length);
            case INT -> memory.newIntArray(length);
            case SHORT -> memory.newShortArray(length);
            case BYTE -> memory.newByteArray(length);
        };
    }

    @Test
    void theJobsGiveWhatTheCallsGive() {
        DoubleArray in = memory.newDoubleArray(LONGEST);
        in.setAll(i -> (i * 31) % 1000);
        for (Pool pool : POOLS) {
            Matches matches = pool.where(in, x -> x > 998);
            assertEquals(pool.argMin(in), pool.argMinAsync(in).join());
            assertEquals(pool.argMax(in), pool.argMaxAsync(in).join());
            assertEquals(pool.norm(in), pool.normAsync(in).join());
            assertEquals(matches.count(), matches.countAsync().join());
            assertEquals(matches.firstIndex(), matches.firstIndexAsync().join());
            assertEquals(matches.any(), matches.anyAsync().join());
            assertEquals(matches.all(), matches.allAsync().join());
        }
        memory.drop(in.name());
    }

    @Test
    void theNormIsTheRootOfTheSumOfSquares() {
        DoubleArray doubles = memory.newDoubleArray(LONGEST);
        FloatArray floats = memory.newFloatArray(LONGEST);
        doubles.copyFrom(Truth.tameDoubles(LONGEST, SEED));
        for (Pool pool : POOLS) {
            pool.convert(doubles, floats);
            assertEquals(Math.sqrt(pool.mapReduce(doubles, DoubleUnaryOp.SQUARE, Reduction.SUM)), pool.norm(doubles));
            assertEquals(Math.sqrt(pool.mapReduce(floats, FloatUnaryOp.SQUARE, Reduction.SUM)), pool.norm(floats));
            assertEquals(0.0, pool.norm(doubles.slice(7, 7)));
        }
        doubles.set(11, 1e200);
        assertEquals(Double.POSITIVE_INFINITY, POOLS.getLast().norm(doubles));
        memory.drop(doubles.name());
        memory.drop(floats.name());
    }

    @Test
    void theNormOfIntegersIsExactOrRefused() {
        for (ElementType type : List.of(ElementType.LONG, ElementType.INT, ElementType.SHORT, ElementType.BYTE)) {
            NumericArray in = array(type, 2);
            fill(in, i -> i == 0 ? -3 : 4);
            POOLS.forEach(pool -> assertEquals(5.0, pool.norm(in), type.toString()));
            memory.drop(in.name());
        }
        IntArray ints = memory.newIntArray(2);
        ints.fill(Integer.MIN_VALUE);
        LongArray longs = memory.newLongArray(1);
        longs.fill(1L << 32);
        for (Pool pool : POOLS) {
            assertEquals(0x1p31, pool.norm(ints.slice(1, 2)));
            assertThrows(ArithmeticException.class, () -> pool.norm(ints));
            assertThrows(ArithmeticException.class, () -> pool.norm(longs));
        }
        memory.drop(ints.name());
        memory.drop(longs.name());
    }

    /// Counts its calls in the file.
    record Counted(LongArray calls, double wanted) implements DoubleCondition {
        @Override
        public boolean test(double value) {
            calls.getAndAdd(0, 1);
            return value == wanted;
        }
    }

    /// One thread, so the order of the chunks is known.
    @Test
    void whatAFoundElementSettlesIsNotComputed() {
        DoubleArray in = memory.newDoubleArray(LONGEST);
        LongArray calls = memory.newLongArray(1);
        Pool pool = POOLS.getFirst();
        in.fill(1);
        assertTrue(pool.where(in, new Counted(calls, 1)).any());
        assertEquals(1, calls.getAndSet(0, 0));
        assertTrue(!pool.where(in, new Counted(calls, 2)).all());
        assertEquals(1, calls.getAndSet(0, 0));
        assertEquals(0, pool.where(in, new Counted(calls, 1)).firstIndex());
        assertTrue(calls.getAndSet(0, 0) <= 2);
        in.set(100_000, 2);
        assertEquals(100_000, pool.where(in, new Counted(calls, 2)).firstIndex());
        long most = calls.getAndSet(0, 0);
        assertTrue(most > 100_000 && most < LONGEST, () -> "calls=" + most);
        assertEquals(-1, pool.where(in, new Counted(calls, 3)).firstIndex());
        assertEquals(LONGEST, calls.getAndSet(0, 0));
        assertEquals(LONGEST, pool.where(in, new Counted(calls, 1)).count() + 1);
        assertEquals(LONGEST, calls.get(0));
        memory.drop(in.name());
        memory.drop(calls.name());
    }

    @Test
    void anExceptionOfAConditionIsTheCauseOfTheFailure() {
        LongArray in = memory.newLongArray(100_000);
        for (Pool pool : POOLS) {
            WorkerException failure =
                    assertThrows(WorkerException.class, () -> pool.where(in, x -> 1 / x > 0).count());
            assertInstanceOf(ArithmeticException.class, failure.getCause());
        }
        memory.drop(in.name());
    }
}
