package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.KernelKind;
import io.millrace.engine.LongUnary;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Reductions of the user against the definition of the tree, and functions of the user that a built-in
/// reduction folds against the scalar kernel: bit by bit, but for the bits of a NaN. The reductions here depend
/// on the order of everything they combine.
class OwnFoldsTest {
    private static final int[] LENGTHS = {
        1, 31, 32, 33, 511, 512, 513, 1023, 1024, 1025, 1055, 4095, 4096, 4097, 3 * 4096 + 1024 + 7
    };
    private static final int RANDOM_LENGTHS = 6;
    private static final int LONGEST = 30_000;
    private static final Reduction OF_DOUBLES = Reduction.of(-0.0, (a, b) -> a * 0.75 + b);
    private static final Reduction OF_LONGS = Reduction.ofLong(7, (a, b) -> a * 31 + b);

    private final long seed = Long.getLong("millrace.test.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource(
            value = KernelKind.class,
            names = {"NATIVE", "VECTOR", "SCALAR"})
    void reductionsOfTheUserFollowTheDefinitionOfTheTree(KernelKind kind) {
        Kernels kernels = KernelsTest.kernels(kind);
        for (ElementType type : ElementType.values()) {
            Reduction how = Elements.isFloating(type) ? OF_DOUBLES : OF_LONGS;
            lengths().forEach(length -> {
                for (Numbers numbers : Numbers.values()) {
                    compare(kernels, new Trial(new Work.Reduce(null, type, how), numbers, length, length % 4, seed));
                    compare(kernels, new Trial(new Work.Reduce(own(type), type, how), numbers, length, 1, seed));
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KernelKind.class,
            names = {"NATIVE", "VECTOR"})
    void builtInReductionsFoldFunctionsOfTheUserAsTheScalarKernelDoes(KernelKind kind) {
        Kernels kernels = KernelsTest.kernels(kind);
        Kernels scalar = new ScalarKernels();
        for (ElementType type : ElementType.values()) {
            for (Reduction how : Reduction.BuiltIn.values()) {
                Work work = new Work.Reduce(own(type), type, how);
                lengths().forEach(length -> {
                    for (Numbers numbers : Numbers.values()) {
                        Trial trial = new Trial(work, numbers, length, length % 4, seed);
                        Trial.Result expected = trial.run(scalar);
                        Trial.Result actual = trial.run(kernels);
                        assertEquals("", actual.equals(expected) ? "" : trial + ": " + actual.difference(expected));
                    }
                });
            }
        }
    }

    private IntStream lengths() {
        return IntStream.concat(
                IntStream.of(LENGTHS),
                new SplittableRandom(seed).ints(RANDOM_LENGTHS, 1, LONGEST));
    }

    private static Op own(ElementType type) {
        return switch (type) {
            case DOUBLE -> Op.of((DoubleUnary) x -> x * 3 - 1);
            case FLOAT -> Op.of((FloatUnary) x -> x * 3 - 1);
            case INT -> Op.of((IntUnary) x -> x * 3 - 1);
            case LONG, SHORT, BYTE -> Op.of((LongUnary) x -> x * 3 - 1);
        };
    }

    private static void compare(Kernels kernels, Trial trial) {
        Work.Reduce work = (Work.Reduce) trial.work();
        Reduction how = work.how();
        long expected;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = trial.input(arena, work.in(), trial.seed());
            long[] words = new long[trial.length()];
            for (int i = 0; i < words.length; i++) {
                words[i] = word(in, i, work);
            }
            NodeRule.OneWord rule = (NodeRule.OneWord) NodeRule.of(how, Elements.isFloating(work.in()));
            expected = TreeByDefinition.reduce(words, rule.empty(), rule::combine);
        }
        long actual = trial.run(kernels).words()[0];
        assertEquals(comparable(expected, how), comparable(actual, how), trial::toString);
    }

    /// The element as the reduction takes it.
    private static long word(MemorySegment in, int i, Work.Reduce work) {
        boolean maps = work.op() != null;
        return switch (work.in()) {
            case DOUBLE -> {
                double x = in.getAtIndex(Elements.DOUBLE, i);
                yield Double.doubleToRawLongBits(maps ? x * 3 - 1 : x);
            }
            case FLOAT -> {
                float x = in.getAtIndex(Elements.FLOAT, i);
                yield Double.doubleToRawLongBits(maps ? x * 3 - 1 : x);
            }
            case INT -> {
                int x = in.getAtIndex(Elements.INT, i);
                yield maps ? x * 3 - 1 : x;
            }
            case LONG -> mapped(in.getAtIndex(Elements.LONG, i), maps);
            case SHORT -> mapped(in.getAtIndex(Elements.SHORT, i), maps);
            case BYTE -> mapped(in.get(ValueLayout.JAVA_BYTE, i), maps);
        };
    }

    private static long mapped(long x, boolean maps) {
        return maps ? x * 3 - 1 : x;
    }

    private static long comparable(long word, Reduction how) {
        return how == OF_DOUBLES ? Double.doubleToLongBits(Double.longBitsToDouble(word)) : word;
    }
}
