package io.millrace.engine.internal.parts;

import static io.millrace.engine.expression.Expressions.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Parts of an array, each reduced for itself, against the whole array.
class PartJobsTest {
    private static final int BLOCK = 4096;
    private static final Reduction OWN = Reduction.of(0, (x, y) -> x * 0.75 + y);

    private SharedMemory memory;
    private Pool pool;

    @BeforeEach
    void open() {
        memory = SharedMemory.temporary(160L << 20);
        pool = Pool.start(memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD));
    }

    @AfterEach
    void close() {
        pool.close();
        memory.close();
    }

    /// Bounds in blocks, at random places.
    private static List<Long> bounds(long length, SplittableRandom random) {
        long blocks = (length + BLOCK - 1) / BLOCK;
        List<Long> bounds = new ArrayList<>(List.of(0L, blocks));
        for (int cut = random.nextInt(7); cut > 0 && blocks > 0; cut--) {
            bounds.add(random.nextLong(blocks));
        }
        Collections.sort(bounds);
        return bounds;
    }

    /// The tree of all parts, added in a random order.
    private static PartTree whole(
            PartTree tree, long length, SplittableRandom random, BiFunction<Long, Long, List<PartNodes>> part) {
        List<Long> bounds = bounds(length, random);
        List<PartNodes> nodes = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            long from = bounds.get(i - 1) * BLOCK;
            nodes.addAll(part.apply(from, Math.min(length, bounds.get(i) * BLOCK)));
        }
        Collections.shuffle(nodes, new Random(random.nextLong()));
        nodes.forEach(tree::add);
        assertEquals(length, tree.count());
        return tree;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4095, 4096, 4097, 100_003, 262_145, 1_000_000, 9_000_001})
    void partsGiveTheBitsOfTheWhole(long length) {
        SplittableRandom random = new SplittableRandom(length);
        DoubleArray x = memory.newDoubleArray("x", length);
        pool.generate(x, 7, (source, index) -> source.nextDouble() - 0.3);
        PartJobs parts = PartJobs.of(pool);
        for (Reduction how : List.of(Reduction.SUM, Reduction.MIN, Reduction.COUNT_NONZERO, OWN)) {
            PartTree tree = whole(PartTree.ofReduction(ElementType.DOUBLE, how), length, random, (from, to) ->
                    parts.reduce(x.slice(from, to), from / BLOCK, null, how));
            assertEquals(pool.reduce(x, how), NodeValue.ofDouble(how, tree.root()), 0, how::toString);
        }
        PartTree squares = whole(PartTree.ofReduction(ElementType.DOUBLE, Reduction.SUM), length, random, (from, to) ->
                parts.reduce(x.slice(from, to), from / BLOCK, DoubleUnaryOp.SQUARE, Reduction.SUM));
        assertEquals(
                pool.mapReduce(x, DoubleUnaryOp.SQUARE, Reduction.SUM),
                NodeValue.ofDouble(Reduction.SUM, squares.root()), 0);
        PartTree dot = whole(PartTree.ofDot(ElementType.DOUBLE), length, random, (from, to) ->
                parts.dot(x.slice(from, to), x.slice(from, to), from / BLOCK));
        assertEquals(pool.dot(x, x), NodeValue.ofDouble(Reduction.SUM, dot.root()), 0);
        PartTree summary = whole(PartTree.ofSummary(ElementType.DOUBLE), length, random, (from, to) ->
                parts.summary(x.slice(from, to), from / BLOCK));
        assertEquals(pool.summary(x), NodeValue.doubleSummary(summary.root(), length));
        PartTree step = whole(PartTree.ofReduction(ElementType.DOUBLE, Reduction.SUM), length, random, (from, to) ->
                parts.evaluate(
                        (begin, end) -> of(x.slice(from, to).slice(begin, end)).minus(0.1).square(),
                        to - from, from / BLOCK, Reduction.SUM));
        assertEquals(pool.eval(of(x).minus(0.1).square()).sum(), NodeValue.ofDouble(Reduction.SUM, step.root()), 0);
    }

    @Test
    void aCheckedSumOfPartsFitsAsAWholeOrNamesTheTrueSum() {
        LongArray x = memory.newLongArray("x", 3L * BLOCK);
        pool.fill(x, Long.MAX_VALUE / BLOCK);
        PartJobs parts = PartJobs.of(pool);
        PartTree tree = PartTree.ofReduction(ElementType.LONG, Reduction.SUM_CHECKED);
        for (int block = 0; block < 3; block++) {
            parts.reduce(x.slice((long) block * BLOCK, (block + 1L) * BLOCK), block, null, Reduction.SUM_CHECKED)
                    .forEach(tree::add);
        }
        ArithmeticException whole =
                assertThrows(ArithmeticException.class, () -> pool.reduce(x, Reduction.SUM_CHECKED));
        ArithmeticException inParts = assertThrows(
                ArithmeticException.class, () -> NodeValue.ofLong(Reduction.SUM_CHECKED, tree.root()));
        assertEquals(whole.getMessage(), inParts.getMessage());
    }

    @Test
    void aMissingPartIsNoticed() {
        DoubleArray x = memory.newDoubleArray("x", 2L * BLOCK);
        PartTree tree = PartTree.ofReduction(ElementType.DOUBLE, Reduction.SUM);
        PartJobs.of(pool).reduce(x.slice(BLOCK, 2L * BLOCK), 1, null, Reduction.SUM).forEach(tree::add);
        assertThrows(IllegalStateException.class, tree::root);
    }
}
