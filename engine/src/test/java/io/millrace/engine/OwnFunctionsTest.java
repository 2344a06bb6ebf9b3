package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.internal.kernel.Numbers;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.FloatRandoms;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.IntRandoms;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.LongRandoms;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The user's functions over arrays give what a loop of plain Java gives, and reductions of the
/// user's the bits of the built-in ones: for each type, kernel, number of workers, on slices at odd
/// places, in place too.
class OwnFunctionsTest {
    private static final long SEED = Long.getLong("millrace.test.seed", System.nanoTime());
    private static final int[] LENGTHS = {0, 1, 31, 32, 33, 4095, 4096, 4097, 9 * 4096 + 5};
    private static final int LONG = 200_003;
    private static final int ODD = 3;

    private static final List<Pool> POOLS = new ArrayList<>();
    private static SharedMemory memory;

    @BeforeAll
    static void start() {
        memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize(32L << 20).engineByteSize(64L << 20));
        POOLS.add(new PoolSetup(WorkerKind.CALLER, KernelKind.SCALAR, 1, Schedule.AUTO).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.AUTO, 1, Schedule.STATIC).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.VECTOR, 2, Schedule.DYNAMIC).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.AUTO, 3, Schedule.GUIDED).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.SCALAR, 7, Schedule.AUTO).start(memory));
    }

    @AfterAll
    static void stop() {
        POOLS.forEach(Pool::close);
        memory.close();
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyCallGivesWhatPlainJavaGives(ElementType type) {
        try (Arrays arrays = new Arrays(type)) {
            for (int length : LENGTHS) {
                POOLS.forEach(pool -> arrays.check(pool, length));
            }
            POOLS.forEach(pool -> arrays.check(pool, LONG));
        }
    }

    /// Two inputs with something in them, and an output of the type that a map gives.
    private record Arrays(NumericArray in, NumericArray other, NumericArray out) implements AutoCloseable {

        Arrays(ElementType type) {
            this(array(type), array(type), array(widened(type)));
            Numbers.WILD.write(in.segment(), type, LONG + ODD, SEED);
            Numbers.TAME.write(other.segment(), type, LONG + ODD, SEED + 1);
        }

        private static ElementType widened(ElementType type) {
            return type == ElementType.BYTE || type == ElementType.SHORT ? ElementType.LONG : type;
        }

        private static NumericArray array(ElementType type) {
            return switch (type) {
                case DOUBLE -> memory.newDoubleArray(LONG + ODD);
                case FLOAT -> memory.newFloatArray(LONG + ODD);
                case LONG -> memory.newLongArray(LONG + ODD);
                case INT -> memory.newIntArray(LONG + ODD);
                case SHORT -> memory.newShortArray(LONG + ODD);
                case BYTE -> memory.newByteArray(LONG + ODD);
            };
        }

        void check(Pool pool, int length) {
            try {
                switch (in) {
                    case DoubleArray array -> {
                        doubles(pool, array.slice(1, length + 1), ((DoubleArray) other).slice(ODD, length + ODD),
                                ((DoubleArray) out).slice(2, length + 2));
                        doubleReductions(pool, array.slice(1, length + 1));
                    }
                    case FloatArray array -> {
                        floats(pool, array.slice(1, length + 1), ((FloatArray) other).slice(ODD, length + ODD),
                                ((FloatArray) out).slice(2, length + 2));
                        floatReductions(pool, array.slice(1, length + 1));
                    }
                    case LongArray array -> {
                        longs(pool, array.slice(1, length + 1), ((LongArray) other).slice(ODD, length + ODD),
                                ((LongArray) out).slice(2, length + 2));
                        longReductions(pool, array.slice(1, length + 1));
                    }
                    case IntArray array -> {
                        ints(pool, array.slice(1, length + 1), ((IntArray) other).slice(ODD, length + ODD),
                                ((IntArray) out).slice(2, length + 2));
                        intReductions(pool, array.slice(1, length + 1));
                    }
                    case ShortArray array ->
                            shorts(pool, array.slice(1, length + 1), ((LongArray) out).slice(2, length + 2));
                    case ByteArray array ->
                            bytes(pool, array.slice(1, length + 1), ((LongArray) out).slice(2, length + 2));
                }
            } catch (AssertionError wrong) {
                throw new AssertionError("seed=%d, length=%d, pool=%s: %s"
                        .formatted(SEED, length, pool.name(), wrong.getMessage()), wrong);
            }
        }

        @Override
        public void close() {
            List.of(in, other, out).forEach(array -> memory.drop(array.name()));
        }
    }

    private static void doubles(Pool pool, DoubleArray in, DoubleArray other, DoubleArray out) {
        DoubleUnary unary = x -> x * 3 - 1;
        DoubleIndexed indexed = (i, x) -> x - 2 * i;
        DoubleBinary binary = (x, y) -> x / 2 + y;
        DoubleGenerator generator = i -> 1.0 / (i + 1);
        pool.map(in, unary, out);
        same(out, i -> unary.applyAsDouble(in.get(i)));
        pool.mapIndexed(in, indexed, out);
        same(out, i -> indexed.applyAsDouble(i, in.get(i)));
        pool.zip(in, other, binary, out);
        same(out, i -> binary.applyAsDouble(in.get(i), other.get(i)));
        pool.generate(out, generator);
        same(out, generator::applyAsDouble);
        pool.map(out, unary, out);
        pool.mapIndexed(out, indexed, out);
        same(out, i -> indexed.applyAsDouble(i, unary.applyAsDouble(generator.applyAsDouble(i))));
        pool.generate(out, SEED, DoubleRandoms.whole(-5, 100));
        double[] drawn = out.toArray();
        pool.generate(out, SEED, (random, i) -> DoubleRandoms.whole(-5, 100).applyAsDouble(random, i));
        same(out, i -> drawn[(int) i]);
        pool.zip(out, in, binary, out);
        same(out, i -> binary.applyAsDouble(drawn[(int) i], in.get(i)));
        DoubleTernary ternary = (x, y, z) -> x - y * 2 + z / 3;
        pool.zip3(in, other, out, ternary, out);
        same(out, i -> ternary.applyAsDouble(in.get(i), other.get(i), binary.applyAsDouble(drawn[(int) i], in.get(i))));
        pool.zip3(in, other, in, DoubleTernaryOp.FMA, out);
        same(out, i -> Math.fma(in.get(i), other.get(i), in.get(i)));
    }

    private static void floats(Pool pool, FloatArray in, FloatArray other, FloatArray out) {
        FloatUnary unary = x -> x * 3 - 1;
        FloatIndexed indexed = (i, x) -> x - 2 * i;
        FloatBinary binary = (x, y) -> x / 2 + y;
        FloatGenerator generator = i -> 1f / (i + 1);
        pool.map(in, unary, out);
        same(out, i -> unary.applyAsFloat(in.get(i)));
        pool.mapIndexed(in, indexed, out);
        same(out, i -> indexed.applyAsFloat(i, in.get(i)));
        pool.zip(in, other, binary, out);
        same(out, i -> binary.applyAsFloat(in.get(i), other.get(i)));
        pool.generate(out, generator);
        same(out, generator::applyAsFloat);
        pool.map(out, unary, out);
        pool.mapIndexed(out, indexed, out);
        same(out, i -> indexed.applyAsFloat(i, unary.applyAsFloat(generator.applyAsFloat(i))));
        pool.generate(out, SEED, FloatRandoms.whole(-5, 100));
        float[] drawn = out.toArray();
        pool.generate(out, SEED, (random, i) -> FloatRandoms.whole(-5, 100).applyAsFloat(random, i));
        same(out, i -> drawn[(int) i]);
        pool.zip(out, in, binary, out);
        same(out, i -> binary.applyAsFloat(drawn[(int) i], in.get(i)));
        FloatTernary ternary = (x, y, z) -> x - y * 2 + z / 3;
        pool.zip3(in, other, out, ternary, out);
        same(out, i -> ternary.applyAsFloat(in.get(i), other.get(i), binary.applyAsFloat(drawn[(int) i], in.get(i))));
        pool.zip3(in, other, in, FloatTernaryOp.FMA, out);
        same(out, i -> Math.fma(in.get(i), other.get(i), in.get(i)));
    }

    private static void longs(Pool pool, LongArray in, LongArray other, LongArray out) {
        LongUnary unary = x -> x * 3 - 1;
        LongIndexed indexed = (i, x) -> x - 2 * i;
        LongBinary binary = (x, y) -> x / 2 + y;
        LongGenerator generator = i -> 7 * i ^ i;
        pool.map(in, unary, out);
        same(out, i -> unary.applyAsLong(in.get(i)));
        pool.mapIndexed(in, indexed, out);
        same(out, i -> indexed.applyAsLong(i, in.get(i)));
        pool.zip(in, other, binary, out);
        same(out, i -> binary.applyAsLong(in.get(i), other.get(i)));
        pool.generate(out, generator);
        same(out, generator::applyAsLong);
        pool.map(out, unary, out);
        pool.mapIndexed(out, indexed, out);
        same(out, i -> indexed.applyAsLong(i, unary.applyAsLong(generator.applyAsLong(i))));
        pool.generate(out, SEED, LongRandoms.whole(-5, 100));
        long[] drawn = out.toArray();
        pool.generate(out, SEED, (random, i) -> LongRandoms.whole(-5, 100).applyAsLong(random, i));
        same(out, i -> drawn[(int) i]);
        pool.zip(out, in, binary, out);
        same(out, i -> binary.applyAsLong(drawn[(int) i], in.get(i)));
        LongTernary ternary = (x, y, z) -> x - y * 2 + z / 3;
        pool.zip3(in, other, out, ternary, out);
        same(out, i -> ternary.applyAsLong(in.get(i), other.get(i), binary.applyAsLong(drawn[(int) i], in.get(i))));
        pool.zip3(in, other, in, LongTernaryOp.FMA, out);
        same(out, i -> in.get(i) * other.get(i) + in.get(i));
    }

    private static void ints(Pool pool, IntArray in, IntArray other, IntArray out) {
        IntUnary unary = x -> x * 3 - 1;
        IntIndexed indexed = (i, x) -> (int) (x - 2 * i);
        IntBinary binary = (x, y) -> x / 2 + y;
        IntGenerator generator = i -> (int) (7 * i ^ i);
        pool.map(in, unary, out);
        same(out, i -> unary.applyAsInt(in.get(i)));
        pool.mapIndexed(in, indexed, out);
        same(out, i -> indexed.applyAsInt(i, in.get(i)));
        pool.zip(in, other, binary, out);
        same(out, i -> binary.applyAsInt(in.get(i), other.get(i)));
        pool.generate(out, generator);
        same(out, generator::applyAsInt);
        pool.map(out, unary, out);
        pool.mapIndexed(out, indexed, out);
        same(out, i -> indexed.applyAsInt(i, unary.applyAsInt(generator.applyAsInt(i))));
        pool.generate(out, SEED, IntRandoms.whole(-5, 100));
        int[] drawn = out.toArray();
        pool.generate(out, SEED, (random, i) -> IntRandoms.whole(-5, 100).applyAsInt(random, i));
        same(out, i -> drawn[(int) i]);
        pool.zip(out, in, binary, out);
        same(out, i -> binary.applyAsInt(drawn[(int) i], in.get(i)));
        IntTernary ternary = (x, y, z) -> x - y * 2 + z / 3;
        pool.zip3(in, other, out, ternary, out);
        same(out, i -> ternary.applyAsInt(in.get(i), other.get(i), binary.applyAsInt(drawn[(int) i], in.get(i))));
        pool.zip3(in, other, in, IntTernaryOp.FMA, out);
        same(out, i -> in.get(i) * other.get(i) + in.get(i));
    }

    private static void shorts(Pool pool, ShortArray in, LongArray out) {
        LongUnary unary = x -> x * 1_000_003 - 1;
        LongIndexed indexed = (i, x) -> x << 40 ^ i;
        LongGenerator generator = i -> 7 * i ^ i;
        pool.map(in, unary, out);
        same(out, i -> unary.applyAsLong(in.get(i)));
        pool.mapIndexed(in, indexed, out);
        same(out, i -> indexed.applyAsLong(i, in.get(i)));
        ShortArray made = memory.newShortArray(in.length());
        pool.generate(made, generator);
        same(made, i -> (short) generator.applyAsLong(i));
        pool.generate(made, SEED, LongRandoms.whole(-5, 100_000));
        short[] drawn = made.toArray();
        pool.generate(made, SEED, (random, i) -> LongRandoms.whole(-5, 100_000).applyAsLong(random, i));
        same(made, i -> drawn[(int) i]);
        memory.drop(made.name());
        for (Reduction how : Reduction.BuiltIn.values()) {
            assertEquals(
                    pool.mapReduce(in, LongUnaryOp.SQUARE, how), pool.mapReduce(in, x -> x * x, how), how.toString());
        }
        assertEquals(pool.reduce(in, Reduction.MAX), pool.reduce(in, Reduction.ofLong(Long.MIN_VALUE, Math::max)));
    }

    private static void bytes(Pool pool, ByteArray in, LongArray out) {
        LongUnary unary = x -> x * 1_000_003 - 1;
        LongIndexed indexed = (i, x) -> x << 40 ^ i;
        LongGenerator generator = i -> 7 * i ^ i;
        pool.map(in, unary, out);
        same(out, i -> unary.applyAsLong(in.get(i)));
        pool.mapIndexed(in, indexed, out);
        same(out, i -> indexed.applyAsLong(i, in.get(i)));
        ByteArray made = memory.newByteArray(in.length());
        pool.generate(made, generator);
        same(made, i -> (byte) generator.applyAsLong(i));
        pool.generate(made, SEED, LongRandoms.whole(-5, 100_000));
        byte[] drawn = made.toArray();
        pool.generate(made, SEED, (random, i) -> LongRandoms.whole(-5, 100_000).applyAsLong(random, i));
        same(made, i -> drawn[(int) i]);
        memory.drop(made.name());
        for (Reduction how : Reduction.BuiltIn.values()) {
            assertEquals(
                    pool.mapReduce(in, LongUnaryOp.SQUARE, how), pool.mapReduce(in, x -> x * x, how), how.toString());
        }
        assertEquals(pool.reduce(in, Reduction.MAX), pool.reduce(in, Reduction.ofLong(Long.MIN_VALUE, Math::max)));
    }

    private static void doubleReductions(Pool pool, DoubleArray in) {
        for (Reduction how : Reduction.BuiltIn.values()) {
            assertEquals(
                    pool.mapReduce(in, DoubleUnaryOp.SQUARE, how), pool.mapReduce(in, x -> x * x, how), how.toString());
        }
        boolean none = in.length() == 0;
        assertEquals(
                none ? -0.0 : pool.reduce(in, Reduction.SUM), pool.reduce(in, Reduction.of(-0.0, (x, y) -> x + y)));
        assertEquals(pool.reduce(in, Reduction.PRODUCT), pool.reduce(in, Reduction.of(1, (x, y) -> x * y)));
        Reduction least = Reduction.of(Double.POSITIVE_INFINITY, Math::min);
        assertEquals(pool.reduce(in, Reduction.MIN), pool.reduce(in, least));
        assertEquals(
                pool.mapReduce(in, DoubleUnaryOp.ABS, Reduction.MIN), pool.mapReduce(in, DoubleUnaryOp.ABS, least));
        assertEquals(pool.mapReduce(in, DoubleUnaryOp.ABS, Reduction.MIN), pool.mapReduce(in, x -> Math.abs(x), least));
    }

    private static void floatReductions(Pool pool, FloatArray in) {
        for (Reduction how : Reduction.BuiltIn.values()) {
            assertEquals(
                    pool.mapReduce(in, FloatUnaryOp.SQUARE, how), pool.mapReduce(in, x -> x * x, how), how.toString());
        }
        boolean none = in.length() == 0;
        Reduction sum = Reduction.of(-0.0, (x, y) -> x + y);
        assertEquals(none ? -0.0 : pool.reduce(in, Reduction.SUM), pool.reduce(in, sum));
        assertEquals(
                none ? -0.0 : pool.mapReduce(in, FloatUnaryOp.SQUARE, Reduction.SUM),
                pool.mapReduce(in, x -> x * x, sum));
    }

    private static void longReductions(Pool pool, LongArray in) {
        for (Reduction how : Reduction.BuiltIn.values()) {
            if (how != Reduction.SUM_CHECKED) {
                assertEquals(
                        pool.mapReduce(in, LongUnaryOp.SQUARE, how), pool.mapReduce(in, x -> x * x, how),
                        how.toString());
            }
        }
        long xor = 0;
        for (long i = 0; i < in.length(); i++) {
            xor ^= in.get(i) * 3;
        }
        assertEquals(xor, pool.mapReduce(in, x -> x * 3, Reduction.ofLong(0, (x, y) -> x ^ y)));
        assertEquals(pool.reduce(in, Reduction.MIN), pool.reduce(in, Reduction.ofLong(Long.MAX_VALUE, Math::min)));
    }

    /// A function of the user's over `int` wraps before it is added; a built-in one is computed in `long`.
    private static void intReductions(Pool pool, IntArray in) {
        long sum = 0;
        long xor = 0;
        for (long i = 0; i < in.length(); i++) {
            sum += in.get(i) * in.get(i);
            xor ^= in.get(i) * in.get(i);
        }
        assertEquals(sum, pool.mapReduce(in, x -> x * x, Reduction.SUM));
        assertEquals(sum, pool.mapReduce(in, x -> x * x, Reduction.SUM_CHECKED));
        assertEquals(xor, pool.mapReduce(in, x -> x * x, Reduction.ofLong(0, (x, y) -> x ^ y)));
        for (Reduction how : List.of(Reduction.MIN, Reduction.MAX, Reduction.PRODUCT, Reduction.COUNT_NONZERO)) {
            assertEquals(
                    pool.mapReduce(in, IntUnaryOp.SQUARE, how), pool.mapReduce(in, x -> x * x, how), how.toString());
        }
    }

    /// Every NaN is the same here.
    private static void same(NumericArray out, LongFunction<Object> expected) {
        for (long i = 0; i < out.length(); i++) {
            Object element =
                    switch (out) {
                        case DoubleArray array -> array.get(i);
                        case FloatArray array -> array.get(i);
                        case LongArray array -> array.get(i);
                        case IntArray array -> array.get(i);
                        case ShortArray array -> array.get(i);
                        case ByteArray array -> array.get(i);
                    };
            if (!element.equals(expected.apply(i))) {
                assertEquals(expected.apply(i), element, "element " + i);
            }
        }
    }
}
