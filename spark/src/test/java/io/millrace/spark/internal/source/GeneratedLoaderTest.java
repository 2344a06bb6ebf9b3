package io.millrace.spark.internal.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.kernel.functions.DoubleLinear;
import io.millrace.engine.internal.kernel.functions.FloatLinear;
import io.millrace.engine.kernel.DoubleGenerators;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.FloatGenerators;
import io.millrace.engine.kernel.FloatRandoms;
import io.millrace.engine.kernel.IntGenerators;
import io.millrace.engine.kernel.IntRandoms;
import io.millrace.engine.kernel.LongGenerators;
import io.millrace.engine.kernel.LongRandoms;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.NumericArray;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedLoaderTest {
    private static final long BLOCK = 4096;
    private static final long LENGTH = 5 * BLOCK + 77;
    private static final long[] BOUNDS = {0, BLOCK, 3 * BLOCK, 3 * BLOCK, 5 * BLOCK, LENGTH};

    private final SharedMemory memory = SharedMemory.temporary(64L << 20);

    @AfterEach
    void close() {
        memory.close();
    }

    static List<Generation> generations() {
        return List.of(
                new Generation.Doubles(DoubleGenerators.index()),
                new Generation.Doubles(DoubleGenerators.linear(-0.0, -3)),
                new Generation.Doubles(DoubleGenerators.linear(0.1, 0.7)),
                new Generation.Doubles(DoubleGenerators.linear(1e300, Double.NaN)),
                new Generation.Doubles(index -> Math.sqrt(index)),
                new Generation.Floats(FloatGenerators.index()),
                new Generation.Floats(FloatGenerators.linear(0.1f, 0.7f)),
                new Generation.Floats(FloatGenerators.linear(1, 12_345)),
                new Generation.Floats(index -> 1f / index),
                new Generation.Longs(LongGenerators.index()),
                new Generation.Longs(LongGenerators.linear(Long.MAX_VALUE, 0x7123456789abcdefL)),
                new Generation.Longs(index -> index * index),
                new Generation.Ints(IntGenerators.index()),
                new Generation.Ints(IntGenerators.linear(Integer.MIN_VALUE, 0x71234567)),
                new Generation.Ints(index -> (int) (index ^ 5)),
                new Generation.RandomDoubles(7, DoubleRandoms.uniform(-1, 3)),
                new Generation.RandomDoubles(-7, DoubleRandoms.whole(0, 1000)),
                new Generation.RandomDoubles(7, (random, index) -> random.nextDouble() + index),
                new Generation.RandomFloats(7, FloatRandoms.uniform(-1, 3)),
                new Generation.RandomFloats(7, (random, index) -> random.nextFloat() * index),
                new Generation.RandomLongs(Long.MIN_VALUE, LongRandoms.whole(-5, 1_000_000)),
                new Generation.RandomLongs(7, (random, index) -> random.nextLong() ^ index),
                new Generation.RandomInts(7, IntRandoms.whole(-5, 1000)),
                new Generation.RandomInts(7, (random, index) -> random.nextInt() ^ (int) index));
    }

    @ParameterizedTest
    @MethodSource("generations")
    void partsHaveTheBitsOfTheWhole(Generation generation) throws Exception {
        try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD))) {
            assertPartsHaveTheBitsOfTheWhole(memory, pool, generation);
        }
    }

    /// Makes each part by itself, as it arrives in a task.
    static void assertPartsHaveTheBitsOfTheWhole(SharedMemory memory, Pool pool, Generation generation)
            throws Exception {
        for (ElementType type : ElementType.values()) {
            if (!generation.makes(type)) {
                continue;
            }
            NumericArray whole = TestArrays.make(memory, type, LENGTH);
            generation.run(pool, whole, 0);
            Loader loader = TestArrays.sent(new GeneratedLoader(LENGTH, type, generation));
            for (int p = 0; p + 1 < BOUNDS.length; p++) {
                NumericArray part = TestArrays.make(memory, type, BOUNDS[p + 1] - BOUNDS[p]);
                loader.load(pool, part, BOUNDS[p]);
                assertEquals(
                        -1,
                        part.segment().mismatch(whole.slice(BOUNDS[p], BOUNDS[p + 1]).segment()),
                        () -> "%s of %s".formatted(type, generation));
            }
        }
    }

    @Test
    void linearFunctionsStayBuiltInWhereTheirStartCanMove() {
        DoubleGenerator index = DoubleGenerators.index();
        assertEquals(new DoubleLinear(8192, 1), Shifted.doubles(index, 8192, 100));
        assertFalse(Shifted.doubles(index, 1L << 53, 100) instanceof DoubleLinear);
        assertFalse(Shifted.doubles(DoubleGenerators.linear(0.5, 1), 4096, 100) instanceof DoubleLinear);
        FloatGenerator floats = FloatGenerators.index();
        assertEquals(new FloatLinear(1 << 26, 1), Shifted.floats(floats, 1 << 26, 100));
        assertFalse(Shifted.floats(FloatGenerators.linear(1, 1), 1 << 26, 100) instanceof FloatLinear);
        var random = DoubleRandoms.uniform(0, 1);
        assertSame(random, Shifted.doubles(random, 4096));
    }

    @Test
    void whatIsNotMadeSoIsRefused() {
        Generation doubles = new Generation.Doubles(DoubleGenerators.index());
        assertThrows(IllegalArgumentException.class, () -> new GeneratedLoader(1, ElementType.FLOAT, doubles));
        assertThrows(IllegalArgumentException.class, () -> new GeneratedLoader(-1, ElementType.DOUBLE, doubles));
        Loader loader = new GeneratedLoader(LENGTH, ElementType.DOUBLE, doubles);
        NumericArray floats = memory.newFloatArray("floats", 1);
        NumericArray two = memory.newDoubleArray("two", 2);
        try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD))) {
            assertThrows(IllegalArgumentException.class, () -> loader.load(pool, floats, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> loader.load(pool, two, LENGTH - 1));
            Loader random = new GeneratedLoader(
                    LENGTH, ElementType.DOUBLE, new Generation.RandomDoubles(1, DoubleRandoms.uniform(0, 1)));
            assertThrows(IllegalArgumentException.class, () -> random.load(pool, two, 1));
        }
    }
}
