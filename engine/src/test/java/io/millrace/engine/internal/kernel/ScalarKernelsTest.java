package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.engine.DoubleSummary;
import io.millrace.engine.LongSummary;
import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.LongRandoms;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The oracle itself, against numbers worked out by hand and against the definition of the tree written
/// down a second time.
class ScalarKernelsTest {

    private final Kernels kernels = new ScalarKernels();

    @Test
    void thirtyThreeElementsAreAddedInTheOrderOfTheTree() {
        double[] in = new double[33];
        in[0] = 1e16;
        in[1] = 1.0;
        in[16] = -1e16;
        in[32] = 1.0;
        // Accumulator 0 holds 1e16 + 1 = 1e16, then + -1e16 = 0; accumulator 1 brings 1.
        assertEquals(1.0, sum(in));
        in[32] = 4.0;
        assertEquals(5.0, sum(in));
    }

    @Test
    void negativeZerosSumToNegativeZeroAndNothingToZero() {
        assertBits(-0.0, sum(new double[] {-0.0, -0.0, -0.0}));
        assertBits(0.0, sum(new double[] {-0.0, 0.0}));
        assertBits(0.0, sum(new double[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 4095, 4096, 4097, 50_000})
    void sumsFollowTheDefinition(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[] in = random.doubles(n, -1e9, 1e9).toArray();
        assertBits(TreeByDefinition.sum(in), sum(in));
        double[] squares = Arrays.stream(in).map(x -> x * x).toArray();
        assertBits(TreeByDefinition.sum(squares), reduce(Op.of(DoubleUnaryOp.SQUARE), Reduction.SUM, in));
        double[] factors = random.doubles(n, 0.5, 1.5).toArray();
        assertBits(TreeByDefinition.product(factors), reduce(null, Reduction.PRODUCT, factors));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 33, 4096, 4097, 50_000})
    void summariesFollowTheDefinition(int n) {
        double[] in = new SplittableRandom(n).doubles(n, -1000, 1e6).toArray();
        DoubleSummary expected = TreeByDefinition.summary(in);
        Work work = new Work.Summary(ElementType.DOUBLE);
        assertEquals(expected, NodeValue.doubleSummary(root(work, memory(in), n), n));
    }

    @Test
    void summariesOfFewElementsSayWhatIsNotDefined() {
        Work work = new Work.Summary(ElementType.LONG);
        assertEquals(
                new LongSummary(0, 0, Double.NaN, Double.NaN, Double.NaN, Long.MAX_VALUE, Long.MIN_VALUE),
                NodeValue.longSummary(root(work, MemorySegment.NULL, 0), 0));
        assertEquals(
                new LongSummary(1, 7, 7.0, 0.0, Double.NaN, 7, 7),
                NodeValue.longSummary(root(work, memory(7L), 1), 1));
        assertEquals(
                new LongSummary(4, 20, 5.0, 5.0, 20.0 / 3, 2, 8),
                NodeValue.longSummary(root(work, memory(2L, 4L, 6L, 8L), 4), 4));
    }

    @Test
    void minimumAndMaximumOrderAsMathDoes() {
        double[] zeros = {0.0, -0.0, 0.0};
        assertBits(-0.0, reduce(null, Reduction.MIN, zeros));
        assertBits(0.0, reduce(null, Reduction.MAX, new double[] {-0.0, 0.0, -0.0}));
        assertBits(Double.NaN, reduce(null, Reduction.MIN, new double[] {1, Double.NaN, -1}));
        assertBits(Double.POSITIVE_INFINITY, reduce(null, Reduction.MIN, new double[0]));
        assertBits(Double.NEGATIVE_INFINITY, reduce(null, Reduction.MAX, new double[0]));
    }

    @Test
    void nanIsCountedAsNotZero() {
        assertBits(2.0, reduce(null, Reduction.COUNT_NONZERO, new double[] {0.0, -0.0, Double.NaN, 3}));
    }

    @Test
    void sumsOfIntSquaresAreComputedInLong() {
        MemorySegment in = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, Integer.MIN_VALUE, 100_000);
        Op square = Op.of(IntUnaryOp.SQUARE);
        long expected = (1L << 62) + 10_000_000_000L;
        assertEquals(expected, root(new Work.Reduce(square, ElementType.INT, Reduction.SUM), in, 2)[0]);
        assertEquals(expected, root(new Work.Reduce(square, ElementType.INT, Reduction.SUM_CHECKED), in, 2)[0]);
        long wrapped = 1_410_065_408; // 100,000² modulo 2^32
        assertEquals(wrapped, root(new Work.Reduce(square, ElementType.INT, Reduction.MAX), in, 2)[0]);
    }

    @Test
    void checkedSumsFailOnlyWhenTheTrueTotalDoesNotFit() {
        Work work = new Work.Reduce(null, ElementType.LONG, Reduction.SUM_CHECKED);
        long max = Long.MAX_VALUE;
        long[] fits = root(work, memory(max, max, -max, -max, 5), 5);
        assertEquals(5, NodeValue.ofLong(Reduction.SUM_CHECKED, fits));
        long[] tooLarge = root(work, memory(max, 1L), 2);
        String message =
                assertThrows(ArithmeticException.class, () -> NodeValue.ofLong(Reduction.SUM_CHECKED, tooLarge))
                        .getMessage();
        assertEquals("the sum does not fit into a long: sum=" + BigInteger.TWO.pow(63), message);
        long[] tooSmall = root(work, memory(Long.MIN_VALUE, -1L), 2);
        assertThrows(ArithmeticException.class, () -> NodeValue.ofLong(Reduction.SUM_CHECKED, tooSmall));
        assertEquals(
                Long.MIN_VALUE, NodeValue.ofLong(Reduction.SUM_CHECKED, root(work, memory(Long.MIN_VALUE, 0L), 2)));
    }

    @Test
    void anExactOperationNamesTheFirstElementItCannotCompute() {
        long[] in = new long[5000];
        in[4500] = 1L << 40;
        in[4700] = 1L << 41;
        Work work = new Work.Map(Op.of(LongUnaryOp.SQUARE_EXACT), ElementType.LONG, ElementType.LONG);
        MemorySegment memory = memory(in);
        Elementwise kernel = (Elementwise) kernels.compile(work);
        Operands inPlace = new Operands(memory, MemorySegment.NULL, memory, Store.CACHED);
        String message =
                assertThrows(ArithmeticException.class, () -> kernel.run(inPlace, 8192, 5000)).getMessage();
        assertEquals("SQUARE_EXACT overflows: index=12692, value=1099511627776", message);
        assertArrayEquals(in, memory.toArray(ValueLayout.JAVA_LONG));
    }

    @Test
    void aFoldOfAnExactOperationNamesTheIndexInTheArray() {
        Work work = new Work.Reduce(Op.of(LongUnaryOp.ABS_EXACT), ElementType.LONG, Reduction.SUM);
        Folding kernel = (Folding) kernels.compile(work);
        Operands operands = Operands.in(memory(3, Long.MIN_VALUE));
        String message =
                assertThrows(ArithmeticException.class, () -> kernel.fold(operands, 4096, 2, new long[1]))
                        .getMessage();
        assertEquals(4097, Integer.parseInt(message.replaceAll(".*index=(\\d+).*", "$1")));
    }

    @Test
    void divisionByZeroNamesIndexAndValues() {
        MemorySegment left = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, Integer.MIN_VALUE, 9, 8);
        MemorySegment right = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, -1, 0, 0);
        MemorySegment out = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, 3);
        Elementwise kernel =
                (Elementwise) kernels.compile(new Work.Zip(Op.of(IntBinaryOp.DIVIDE), ElementType.INT));
        Operands operands = new Operands(left, right, out, Store.CACHED);
        String message = assertThrows(ArithmeticException.class, () -> kernel.run(operands, 0, 3)).getMessage();
        assertEquals("DIVIDE by zero: index=1, values=9 and 0", message);
        kernel.run(operands, 0, 1);
        assertEquals(Integer.MIN_VALUE, out.get(ValueLayout.JAVA_INT, 0));
    }

    @Test
    void conversionsAreJavaCasts() {
        double[] in = {1.9, -1.9, 1e10, -1e20, Double.NaN, Double.POSITIVE_INFINITY, 300.0, 65_536.5};
        MemorySegment out = Arena.ofAuto().allocate(in.length, 8);
        run(new Work.Convert(ElementType.DOUBLE, ElementType.BYTE), memory(in), out, in.length);
        for (int i = 0; i < in.length; i++) {
            assertEquals((byte) in[i], out.get(ValueLayout.JAVA_BYTE, i), "element " + i);
        }
    }

    @Test
    void randomElementsDependOnSeedAndBlockAlone() {
        Work work = new Work.Generate(Op.of(LongRandoms.whole(0, 1000)), ElementType.LONG, 42);
        int n = 3 * Blocks.LENGTH + 100;
        MemorySegment whole = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, n);
        run(work, MemorySegment.NULL, whole, n);
        MemorySegment part = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 200);
        Operands operands = new Operands(MemorySegment.NULL, MemorySegment.NULL, part, Store.CACHED);
        ((Elementwise) kernels.compile(work)).run(operands, 2 * Blocks.LENGTH, 200);
        for (int i = 0; i < 200; i++) {
            long expected = TreeByDefinition.random(42, 2, i, 1000);
            assertEquals(expected, part.getAtIndex(ValueLayout.JAVA_LONG, i));
            assertEquals(expected, whole.getAtIndex(ValueLayout.JAVA_LONG, 2L * Blocks.LENGTH + i));
        }
    }

    private double sum(double[] in) {
        return reduce(null, Reduction.SUM, in);
    }

    private double reduce(Op op, Reduction how, double[] in) {
        Work work = new Work.Reduce(op, ElementType.DOUBLE, how);
        return NodeValue.ofDouble(how, root(work, memory(in), in.length));
    }

    private long[] root(Work work, MemorySegment in, int n) {
        int byteSize = Trial.inputType(work).byteSize();
        Folding kernel = (Folding) kernels.compile(work);
        SummationTree tree = new SummationTree(kernel);
        long[] node = new long[kernel.nodeWords()];
        for (int at = 0; at < n; at += Blocks.LENGTH) {
            int length = Math.min(Blocks.LENGTH, n - at);
            kernel.fold(Operands.in(in.asSlice((long) at * byteSize)), length, node);
            tree.add(node, length);
        }
        tree.root(node);
        return node;
    }

    private void run(Work work, MemorySegment in, MemorySegment out, int n) {
        ((Elementwise) kernels.compile(work)).run(new Operands(in, MemorySegment.NULL, out, Store.CACHED), 0, n);
    }

    private static MemorySegment memory(double... elements) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_DOUBLE, elements);
    }

    private static MemorySegment memory(long... elements) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, elements);
    }

    private static void assertBits(double expected, double actual) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(actual), expected + " " + actual);
    }
}
