package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.constant;
import static io.millrace.engine.expression.Expressions.of;
import static io.millrace.engine.expression.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.expression.Expression;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.ShortArray;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
    private static final int BLOCK = 4096;

    /// Computed by the calling thread alone up to 64 blocks, then as jobs of several chunks.
    private static final int[] LENGTHS = {1, 33, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 1025, 64 * BLOCK + 1};

    private final SharedMemory memory = SharedMemory.temporary(128L << 20);

    @AfterEach
    void close() {
        memory.close();
    }

    private Pool pool(KernelKind kernel, int workers) {
        PoolOptions options = PoolOptions.defaults().kernel(kernel);
        return Pool.start(
                memory,
                workers == 0
                        ? options.workerKind(WorkerKind.CALLER)
                        : options.workers(workers).workerKind(WorkerKind.THREAD));
    }

    private Pool pool() {
        return pool(KernelKind.AUTO, 2);
    }

    @ParameterizedTest
    @CsvSource({"NATIVE,0", "NATIVE,1", "NATIVE,2", "SCALAR,3", "VECTOR,2", "SCALAR,0"})
    void anExpressionHasTheBitsOfItsOperationsOneAfterTheOther(KernelKind kernel, int workers) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Pool pool = pool(kernel, workers)) {
            for (int length : LENGTHS) {
                ExpressionBed bed = new ExpressionBed(memory, pool, random, length, false);
                int rounds = length > 10 * BLOCK ? 4 : 20;
                for (int round = 0; round < rounds; round++) {
                    bed.check(round % 5);
                }
            }
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("seed=" + seed, failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void ownFunctionsHaveTheBitsOfTheirJobs(int workers) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Pool pool = pool(KernelKind.AUTO, workers)) {
            for (int length : LENGTHS) {
                ExpressionBed bed = new ExpressionBed(memory, pool, random, length, true);
                for (int round = 0; round < 5; round++) {
                    bed.check(1 + round % 4);
                }
            }
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("seed=" + seed, failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, BLOCK + 1, 70 * BLOCK})
    void theOutputMayBeAnArrayOfTheExpression(int length) {
        DoubleArray x = memory.newDoubleArray("x", length);
        DoubleArray y = memory.newDoubleArray("y", length);
        x.setAll(i -> i);
        y.setAll(i -> 2 * i);
        try (Pool pool = pool()) {
            pool.eval(of(x).times(3).plus(of(y))).into(x);
            pool.eval(of(x).minus(of(y))).into(y);
        }
        for (int i = 0; i < length; i++) {
            assertEquals(5.0 * i, x.get(i));
            assertEquals(3.0 * i, y.get(i));
        }
    }

    /// A temporary result that is narrower than the result shares its scratch block.
    @Test
    void elementsOfSeveralSizesDoNotDisturbEachOther() {
        DoubleArray x = memory.newDoubleArray("x", BLOCK);
        x.setAll(i -> i + 0.25);
        try (Pool pool = pool()) {
            double sum = pool.eval(of(x).toFloat().square().toDouble().plus(1).toFloat().negate().toDouble())
                    .sum();
            DoubleArray parts = memory.newDoubleArray("parts", BLOCK);
            parts.setAll(i -> {
                float single = (float) (i + 0.25);
                return -(float) ((double) (single * single) + 1);
            });
            assertEquals(pool.reduce(parts, Reduction.SUM), sum);
            double whole = pool.eval(of(x).toFloat().toInt().toDouble()).sum();
            assertEquals((BLOCK - 1) * BLOCK / 2, whole);
        }
    }

    @Test
    void integersAreNarrowedIntoShortAndByteArrays() {
        LongArray x = memory.newLongArray("x", BLOCK + 3);
        ShortArray shorts = memory.newShortArray("shorts", BLOCK + 3);
        ByteArray bytes = memory.newByteArray("bytes", BLOCK + 3);
        x.setAll(i -> i * 1_000_003);
        try (Pool pool = pool()) {
            pool.eval(of(x).plus(1)).narrowInto(shorts);
            pool.eval(of(shorts).plus(1).toInt()).narrowInto(bytes);
            pool.eval(of(x)).narrowInto(shorts.slice(0, BLOCK + 3));
        }
        for (int i = 0; i < BLOCK + 3; i++) {
            assertEquals((short) (i * 1_000_003), shorts.get(i));
            assertEquals((byte) ((short) (i * 1_000_003 + 1) + 1), bytes.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, BLOCK + 1, 70 * BLOCK})
    void narrowElementsMayBeWrittenInPlace(int length) {
        ByteArray bytes = memory.newByteArray("bytes", length);
        ShortArray shorts = memory.newShortArray("shorts", length);
        bytes.setAll(i -> (int) i % 100);
        shorts.setAll(i -> (int) i % 1000);
        try (Pool pool = pool()) {
            pool.eval(of(bytes).times(2)).narrowInto(bytes);
            pool.eval(where(of(bytes).greaterThan(of(shorts)), of(bytes), of(shorts).plus(1))).narrowInto(shorts);
        }
        for (int i = 0; i < length; i++) {
            byte doubled = (byte) (i % 100 * 2);
            assertEquals(doubled, bytes.get(i));
            assertEquals(doubled > i % 1000 ? doubled : i % 1000 + 1, shorts.get(i));
        }
    }

    @Test
    void conditionsAreZeroOrOneAndChoose() {
        DoubleArray x = memory.newDoubleArray("x", 1000);
        x.setAll(i -> i % 10 == 0 ? Double.NaN : i);
        LongArray whole = memory.newLongArray("whole", 1000);
        whole.setAll(i -> i % 2 == 0 ? 1L << 32 : 0);
        try (Pool pool = pool()) {
            assertEquals(499 - 49, pool.eval(of(x).greaterThan(500)).count());
            assertEquals(1000 - 100, pool.eval(of(x).equalTo(of(x))).sum());
            assertEquals(50, pool.eval(of(x).lessThan(100).times(of(x).greaterOrEqual(45))).count());
            DoubleExpression chosen = where(of(x).notEqualTo(of(x)), constant(-1.0), of(x));
            assertEquals(-1.0, pool.eval(chosen).min());
            assertEquals(500, pool.eval(where(of(whole), constant(1.0), constant(0.0))).sum(), "2^32 is not zero");
        }
    }

    /// Rounded twice, the sum of each element would be 0.
    @Test
    void fmaRoundsOnce() {
        DoubleArray x = memory.newDoubleArray("x", 2 * BLOCK);
        DoubleArray product = memory.newDoubleArray("product", 2 * BLOCK);
        x.setAll(i -> 1 + i * 0x1p-40);
        product.setAll(i -> -(x.get(i) * x.get(i)));
        try (Pool pool = pool()) {
            DoubleArray errors = memory.newDoubleArray("errors", 2 * BLOCK);
            pool.eval(of(x).fma(of(x), of(product))).into(errors);
            for (int i = 0; i < 2 * BLOCK; i++) {
                assertEquals(Math.fma(x.get(i), x.get(i), product.get(i)), errors.get(i));
            }
            assertTrue(pool.eval(of(errors).abs()).max() > 0);
            assertEquals(5.0 * 7 + 1, pool.eval(of(x).times(0).plus(5).fma(7, constant(1.0))).max());
        }
    }

    @Test
    void anElementThatCannotBeComputedIsNamed() {
        LongArray x = memory.newLongArray("x", 70 * BLOCK);
        LongArray out = memory.newLongArray("out", 70 * BLOCK);
        x.set(5000, Long.MAX_VALUE - 3);
        try (Pool pool = pool()) {
            for (LongArray part : new LongArray[] {x, x.slice(0, 6000)}) {
                ArithmeticException overflow = assertThrows(
                        ArithmeticException.class,
                        () -> pool.eval(of(part).plus(3).map(LongUnaryOp.SQUARE_EXACT))
                                .into(out.slice(0, part.length())));
                assertTrue(overflow.getMessage().contains("index=5000"), overflow::toString);
                assertThrows(ArithmeticException.class, () -> pool.eval(of(part).dividedBy(0)).sum());
            }
        }
    }

    @Test
    void anExpressionTellsItsOperations() {
        DoubleArray x = memory.newDoubleArray("x", 10);
        Expression expression = of(x).minus(2).square().plus(of(x).map(DoubleUnaryOp.EXP)).map(v -> v);
        assertEquals("map(plus(square(minus(x)), exp(x)))", expression.toString());
        assertEquals("lessThan(x, 3.0)", of(x).lessThan(3).toString());
    }

    @Test
    void whatDoesNotFitIsRefusedWithThePathToTheOperand() {
        DoubleArray x = memory.newDoubleArray("x", 10);
        DoubleArray y = memory.newDoubleArray("y", 20);
        DoubleArray z = memory.newDoubleArray("z", 30);
        refused("plus.right: lengths differ: y has 20 elements, x has 10", () -> of(x).plus(of(y)));
        refused("where.second: lengths differ", () -> where(of(x), of(x), of(y)));
        refused("fma.second: lengths differ", () -> of(x).fma(of(y), of(x)));
        refused("zip3.third: lengths differ", () -> of(x).zip3(of(x), of(y), (a, b, c) -> a));
        refused("where.second: types differ", () -> {
            Expression first = of(x);
            Expression second = of(x).toInt();
            where(of(x), first, second);
        });
        try (Pool pool = pool()) {
            refused("into: lengths differ: y has 20 elements, the expression 10", () -> pool.eval(of(x)).into(y));
            refused(
                    "square.plus.right: input and output overlap partly",
                    () -> pool.eval(of(x).plus(of(y.slice(5, 15))).square()).into(y.slice(0, 10)));
            refused(
                    "the reduction does not fit",
                    () -> pool.eval(of(x)).reduce(Reduction.ofLong(0, Math::max)));
            refused("an expression without arrays", () -> pool.eval(constant(1.0).plus(constant(2.0))).sum());
            refused("negate: the expression is too long: operations=61, most=60", () -> chain(of(z), 61));
            assertEquals(0, pool.eval(chain(of(z), 60)).sum());
            DoubleExpression many = of(memory.newDoubleArray("a0", 10));
            for (int i = 1; i < 17; i++) {
                many = many.plus(of(memory.newDoubleArray("a" + i, 10)));
            }
            DoubleExpression tooMany = many;
            refused("the expression is too long: arrays=17, most=16", () -> pool.eval(tooMany).sum());
            try (SharedMemory other = SharedMemory.temporary(1 << 20)) {
                DoubleArray away = other.newDoubleArray("away", 10);
                refused(
                        "array of another file: times.right=away",
                        () -> pool.eval(of(x).times(of(away))).sum());
            }
        }
    }

    private static DoubleExpression chain(DoubleExpression from, int operations) {
        DoubleExpression chain = from;
        for (int operation = 0; operation < operations; operation++) {
            chain = chain.negate();
        }
        return chain;
    }

    private static void refused(String beginning, Executable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
        assertTrue(String.valueOf(refused.getMessage()).startsWith(beginning), refused::toString);
    }

    @Test
    void anExpressionThatIsUsedTwiceIsComputedOnce() {
        DoubleArray x = memory.newDoubleArray("x", 100);
        x.fill(1.5);
        DoubleExpression doubled = of(x);
        for (int i = 0; i < 50; i++) {
            doubled = doubled.plus(doubled);
        }
        try (Pool pool = pool()) {
            assertEquals(100 * 1.5 * Math.pow(2, 50), pool.eval(doubled).sum(), "2^50 sums otherwise");
        }
    }

    @Test
    void noElementsGiveTheEmptyResults() {
        DoubleArray x = memory.newDoubleArray("x", 10);
        try (Pool pool = pool()) {
            DoubleExpression none = of(x.slice(3, 3)).plus(1).square();
            assertEquals(0, pool.eval(none).sum());
            assertEquals(1, pool.eval(none).product());
            assertEquals(Double.POSITIVE_INFINITY, pool.eval(none).min());
            assertEquals(0, pool.eval(none).count());
            pool.eval(none).into(x.slice(5, 5));
        }
        assertArrayEquals(new double[10], x.toArray());
    }
}
