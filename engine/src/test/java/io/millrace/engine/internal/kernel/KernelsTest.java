package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kernel of every implementation against the scalar one, bit by bit. The vector module is part of
/// the tests' command line; the C library may be missing only where there was no compiler, and then the
/// reason is reported.
class KernelsTest {

    private static final int[] SHORT = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 65, 129};
    private static final int[] LONG = {4095, 4096, 4097};
    private static final int[] CHUNKS = {
        1, 4095, 4096, 4097, 2 * 4096 + 33, 3 * 4096, 5 * 4096 - 1, 7 * 4096 + 31, 8 * 4096, 17 * 4096 + 5
    };
    private static final int LENGTHS_OF_A_WORK = 3;
    private static final int[] STARTS = {0, 1, 3};

    private final ScalarKernels scalar = new ScalarKernels();
    private final long seed = Long.getLong("millrace.test.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource(
            value = KernelKind.class,
            names = {"NATIVE", "VECTOR"})
    void everyWorkGivesTheBitsOfTheScalarKernel(KernelKind kind) {
        Kernels kernels = kernels(kind);
        List<String> differences = new ArrayList<>();
        for (Work work : Works.all()) {
            Pair pair = new Pair(kernels.compile(work), scalar.compile(work), differences);
            for (int i = 0; i < SHORT.length; i++) {
                pair.compare(new Trial(work, Numbers.WILD, SHORT[i], STARTS[i % STARTS.length], seed));
            }
            pair.compare(new Trial(work, Numbers.TAME, 33, 3, seed));
            for (int length : LONG) {
                pair.compare(new Trial(work, Numbers.WILD, length, length & 1, seed));
            }
            pair.compare(new Trial(work, Numbers.TAME, 2 * 4096 + 33, 1, seed));
            pair.compare(new Trial(work, Numbers.NEGATIVE_ZERO, 35, 0, seed));
        }
        assertNone(differences);
    }

    @ParameterizedTest
    @EnumSource(
            value = KernelKind.class,
            names = {"NATIVE", "VECTOR", "SCALAR"})
    void mapsInPlaceGiveTheBitsOfMapsToAnotherArray(KernelKind kind) {
        Kernels kernels = kernels(kind);
        List<String> differences = new ArrayList<>();
        List<Work> works = new ArrayList<>(Works.maps());
        works.addAll(Works.zips());
        works.removeIf(work -> Trial.inputType(work) != Trial.outputType(work));
        for (Work work : works) {
            Trial trial = new Trial(work, Numbers.TAME, 4096 + 77, 1, seed);
            Trial.Result expected = trial.run(scalar);
            if (expected.failure().isEmpty()) {
                Pair pair = new Pair(scalar.compile(work), scalar.compile(work), differences);
                pair.compare(trial, trial.runInPlace(kernels), expected);
                if (kernels.compile(work) instanceof BlockKernel.Redoing inOneCall) {
                    pair.compare(trial, trial.redo(inOneCall), expected);
                }
            }
        }
        assertNone(differences);
    }

    @ParameterizedTest
    @EnumSource(
            value = KernelKind.class,
            names = {"NATIVE", "VECTOR", "SCALAR"})
    void randomElementsBeginWithABlock(KernelKind kind) {
        Work work = new Work.Generate(Op.of(DoubleRandoms.whole(0, 100)), ElementType.DOUBLE, 42);
        BlockKernel.Elementwise kernel = (BlockKernel.Elementwise) kernels(kind).compile(work);
        MemorySegment none = MemorySegment.NULL;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(8L * Double.BYTES, Double.BYTES);
            Operands operands = new Operands(none, none, out, Store.CACHED);
            kernel.run(operands, 4096, 8);
            assertThrows(IllegalArgumentException.class, () -> kernel.run(operands, 4097, 8));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KernelKind.class,
            names = {"NATIVE", "VECTOR", "SCALAR"})
    void fusedSumsGiveTheBitsOfMapFollowedBySum(KernelKind kind) {
        Kernels kernels = kernels(kind);
        for (ElementType type : new ElementType[] {ElementType.DOUBLE, ElementType.FLOAT, ElementType.LONG}) {
            Works.unary(type).forEach(op -> compareFused(kernels, op, type));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KernelKind.class,
            names = {"NATIVE", "VECTOR", "SCALAR"})
    void chunksOfAnyNumberOfBlocksGiveTheTreeOverTheNodesOfTheScalarKernel(KernelKind kind) {
        Kernels kernels = kernels(kind);
        List<String> differences = new ArrayList<>();
        int turn = 0;
        for (Work work : Works.all()) {
            if (kernels.compile(work) instanceof BlockKernel.Folding kernel) {
                for (int more = 0; more < LENGTHS_OF_A_WORK; more++) {
                    int length = CHUNKS[turn++ % CHUNKS.length];
                    Numbers numbers = turn % 4 == 0 ? Numbers.WILD : Numbers.TAME;
                    Trial trial = new Trial(work, numbers, length, turn & 1, seed);
                    Pair pair = new Pair(kernel, scalar.compile(work), differences);
                    pair.compare(trial, trial.foldChunk(kernel), trial.run(scalar));
                }
            }
        }
        assertNone(differences);
    }

    @Test
    void theNativeKernelsFoldAWholeChunkInOneCall() {
        Kernels kernels = kernels(KernelKind.NATIVE);
        Op scale = Op.of(DoubleUnaryOps.scale(3));
        for (Work work : List.of(
                new Work.Reduce(null, ElementType.DOUBLE, Reduction.SUM),
                new Work.Reduce(scale, ElementType.DOUBLE, Reduction.MAX),
                new Work.Dot(ElementType.FLOAT),
                new Work.Summary(ElementType.BYTE))) {
            assertInstanceOf(BlockKernel.RangeFolding.class, kernels.compile(work), work.toString());
        }
    }

    @Test
    void theNativeKernelsComputeAWholeChunkInPlaceInOneCall() {
        Kernels kernels = kernels(KernelKind.NATIVE);
        for (Work work : List.of(
                new Work.Map(Op.of(DoubleUnaryOps.scale(3)), ElementType.DOUBLE, ElementType.DOUBLE),
                new Work.Map(Op.of(LongUnaryOp.SQUARE), ElementType.LONG, ElementType.LONG),
                new Work.Zip(Op.of(DoubleBinaryOp.ADD), ElementType.DOUBLE))) {
            assertInstanceOf(BlockKernel.Redoing.class, kernels.compile(work), work.toString());
        }
    }

    @Test
    void theNativeLibraryIsThereOnThisMachine() {
        kernels(KernelKind.NATIVE);
    }

    private void compareFused(Kernels kernels, Op op, ElementType type) {
        for (int length : new int[] {33, 4097, 3 * 4096 + 5}) {
            Trial map = new Trial(new Work.Map(op, type, type), Numbers.TAME, length, 0, seed);
            Trial.Result mapped = map.run(kernels);
            if (mapped.failure().isEmpty()) {
                Work fused = new Work.Reduce(op, type, Reduction.SUM);
                Trial.Result actual = new Trial(fused, Numbers.TAME, length, 0, seed).run(kernels);
                Trial.Result expected = SumOfWords.of(new Work.Reduce(null, type, Reduction.SUM), mapped, kernels);
                assertEquals("", actual.equals(expected) ? "" : fused + ": " + actual.difference(expected));
            }
        }
    }

    /// A kernel and the one it must be equal to.
    private record Pair(BlockKernel kernel, BlockKernel oracle, List<String> differences) {

        void compare(Trial trial) {
            Trial.Result expected = trial.run(oracle, Store.CACHED);
            compare(trial, trial.run(kernel, Store.CACHED), expected);
            if (kernel instanceof BlockKernel.Elementwise) {
                compare(trial, trial.run(kernel, Store.STREAMING), expected);
            }
        }

        void compare(Trial trial, Trial.Result actual, Trial.Result expected) {
            if (!actual.equals(expected)) {
                differences.add(trial + ": " + actual.difference(expected));
            }
        }
    }

    private static void assertNone(List<String> differences) {
        if (!differences.isEmpty()) {
            List<String> some = differences.subList(0, Math.min(40, differences.size()));
            fail(differences.size() + " differences:\n" + String.join("\n", some));
        }
    }

    static Kernels kernels(KernelKind kind) {
        String reason = kind == KernelKind.NATIVE ? CLibrary.unavailableReason() : null;
        Assumptions.assumeTrue(reason == null, () -> "no native kernels here: " + reason);
        return KernelChoice.resolve(kind);
    }
}
