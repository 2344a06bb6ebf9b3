package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.ckernel.CLibrary;
import io.millrace.ckernel.RedoChunk;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.Program.Kind;
import io.millrace.engine.internal.kernel.Program.Step;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ScratchBlocks;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Choices, operations on three elements and comparisons of expressions, in one call into C, against the same
/// programs in Java step by step, bit by bit.
class CProgramTest {
    private static final int[] LENGTHS = {1, 2, 7, 8, 9, 31, 33, 64, 65, 4095, 4096, 4097, 3 * 4096 + 1027};

    private final long seed = Long.getLong("millrace.test.seed", System.nanoTime());
    private final Arena arena = Arena.ofConfined();
    private final Kernels scalar = new ScalarKernels();
    private Kernels inC = scalar;

    @BeforeEach
    void whereThereIsALibrary() {
        String reason = CLibrary.unavailableReason();
        assumeTrue(reason == null, () -> "no native kernels here: " + reason);
        inC = new NativeKernels(CLibrary.load());
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT", "LONG", "INT"})
    void eachProgramGivesTheBitsOfItsStepsInJava(ElementType type) {
        for (Program program : programs(type)) {
            Work.Evaluation work = new Work.Evaluation(program, null);
            CProgram.Writing kernel = assertInstanceOf(CProgram.Writing.class, inC.compile(work));
            for (Numbers numbers : Numbers.values()) {
                for (int n : LENGTHS) {
                    MemorySegment[] arrays = arrays(type, numbers, n);
                    MemorySegment expected = written((BlockKernel.Elementwise) scalar.compile(work), arrays, type, n);
                    String what = "seed=%s, %s, %s, n=%s".formatted(seed, program.steps(), numbers, n);
                    assertSame(expected, written(kernel, arrays, type, n), program, what);
                    MemorySegment streamed = room(type, n);
                    kernel.run(operands(arrays, streamed, Store.STREAMING), 0, n);
                    assertSame(expected, streamed, program, what + ", past the caches");
                    for (int place = 0; place < program.arrays(); place++) {
                        MemorySegment[] inPlace = arrays(type, numbers, n);
                        redo(kernel, inPlace, inPlace[place], n);
                        assertSame(expected, inPlace[place], program, what + ", in place of array " + place);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT", "LONG", "INT"})
    void eachFoldOfAProgramIsThatOfItsStepsInJava(ElementType type) {
        for (Program program : programs(type)) {
            for (Reduction how : List.of(Reduction.SUM, Reduction.MAX, Reduction.COUNT_NONZERO)) {
                Work.Evaluation work = new Work.Evaluation(program, how);
                CProgram.Reducing kernel = assertInstanceOf(CProgram.Reducing.class, inC.compile(work));
                BlockKernel.RangeFolding oracle = (BlockKernel.RangeFolding) scalar.compile(work);
                for (int n : LENGTHS) {
                    Operands operands = operands(arrays(type, Numbers.TAME, n), MemorySegment.NULL, Store.CACHED);
                    long[] expected = new long[1];
                    long[] node = new long[1];
                    oracle.foldRange(operands, 0, n, expected, Watch.NONE);
                    kernel.foldRange(operands, 0, n, node, Watch.NONE);
                    assertEquals(expected[0], node[0], () -> "seed=%s, %s, %s".formatted(seed, program.steps(), how));
                }
            }
        }
    }

    @Test
    void aConstantIsWrittenToEachBlock() {
        ElementType type = ElementType.LONG;
        Step number = new Step(Kind.CONSTANT, null, type, type, 0, 0, 0, 0, 7);
        Work.Evaluation work = new Work.Evaluation(new Program(List.of(number), 1, 1, 0, type), null);
        int n = 2 * Block.LENGTH + 1;
        MemorySegment out = written(
                (BlockKernel.Elementwise) inC.compile(work), arrays(type, Numbers.TAME, n), type, n);
        for (int i = 0; i < n; i++) {
            assertEquals(7, out.getAtIndex(Elements.LONG, i));
        }
    }

    /// Of arrays, and of arrays and a constant.
    private static List<Program> programs(ElementType type) {
        List<Program> programs = new ArrayList<>();
        Step number = new Step(Kind.CONSTANT, null, type, type, 0, 0, 0, 1, bits(type));
        for (int third : new int[] {-3, 1}) {
            Stream.of(new Step(Kind.SELECT, null, type, type, -1, -2, third, 0, 0),
                            new Step(Kind.SELECT, null, type, type, -1, third, -2, 0, 0),
                            new Step(Kind.ZIP3, fma(type), type, type, -1, -2, third, 0, 0),
                            new Step(Kind.ZIP3, fma(type), type, type, -1, third, -2, 0, 0))
                    .forEach(step -> programs.add(new Program(List.of(number, step), 3, 2, 0, type)));
        }
        for (Op condition : comparisons(type)) {
            Step compared = new Step(Kind.ZIP, condition, type, type, -1, -2, 0, 0, 0);
            Step chosen = new Step(Kind.SELECT, null, type, type, 0, -3, 1, 0, 0);
            programs.add(new Program(List.of(number, compared, chosen), 3, 2, 0, type));
        }
        return programs;
    }

    private static long bits(ElementType type) {
        return switch (type) {
            case DOUBLE -> Double.doubleToLongBits(-2.5);
            case FLOAT -> Float.floatToIntBits(-2.5f);
            default -> 1_000_003;
        };
    }

    private static Op fma(ElementType type) {
        return switch (type) {
            case DOUBLE -> Op.of(DoubleTernaryOp.FMA);
            case FLOAT -> Op.of(FloatTernaryOp.FMA);
            case LONG -> Op.of(LongTernaryOp.FMA);
            default -> Op.of(IntTernaryOp.FMA);
        };
    }

    private static List<Op> comparisons(ElementType type) {
        Stream<Op> all = switch (type) {
            case DOUBLE -> Stream.of(DoubleBinaryOp.values()).map(op -> Op.of(op));
            case FLOAT -> Stream.of(FloatBinaryOp.values()).map(op -> Op.of(op));
            case LONG -> Stream.of(LongBinaryOp.values()).map(op -> Op.of(op));
            default -> Stream.of(IntBinaryOp.values()).map(op -> Op.of(op));
        };
        return all.filter(op -> op.name().matches("LESS.*|GREATER.*|.*EQUAL")).toList();
    }

    private MemorySegment room(ElementType type, int n) {
        return arena.allocate((long) n * type.byteSize(), 8);
    }

    /// A third of the elements of the third array are what the product of the others is rounded to, negated.
    private MemorySegment[] arrays(ElementType type, Numbers numbers, int n) {
        MemorySegment[] arrays = {room(type, n), room(type, n), room(type, n)};
        for (int array = 0; array < arrays.length; array++) {
            numbers.write(arrays[array], type, n, seed + array);
        }
        for (int i = 0; i < n; i += 3) {
            if (type == ElementType.DOUBLE) {
                double product = arrays[0].getAtIndex(Elements.DOUBLE, i) * arrays[1].getAtIndex(Elements.DOUBLE, i);
                arrays[2].setAtIndex(Elements.DOUBLE, i, -product);
            } else if (type == ElementType.FLOAT) {
                float product = arrays[0].getAtIndex(Elements.FLOAT, i) * arrays[1].getAtIndex(Elements.FLOAT, i);
                arrays[2].setAtIndex(Elements.FLOAT, i, -product);
            }
        }
        return arrays;
    }

    private static Operands operands(MemorySegment[] arrays, MemorySegment out, Store store) {
        return new Operands(MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL, out, store, arrays);
    }

    private MemorySegment written(BlockKernel.Elementwise kernel, MemorySegment[] arrays, ElementType type, int n) {
        MemorySegment out = room(type, n);
        kernel.run(operands(arrays, out, Store.CACHED), 0, n);
        return out;
    }

    private void redo(BlockKernel.Redoing kernel, MemorySegment[] arrays, MemorySegment place, int n) {
        RedoChunk chunk = new RedoChunk();
        RedoChunk.Word word = new RedoChunk.Word(arena.allocate(ValueLayout.JAVA_LONG), 0, 2, 1);
        chunk.begin(
                new RedoChunk.Scratch(
                        arena.allocate(ScratchBlocks.BLOCK_BYTES, 64), arena.allocate(ScratchBlocks.BLOCK_BYTES, 64)),
                word,
                place);
        assertEquals(n, kernel.redo(operands(arrays, place, Store.CACHED), 0, n, chunk, Watch.NONE));
        assertEquals(2 * Block.count(n), word.progress().get(ValueLayout.JAVA_LONG, 0));
    }

    /// Of a choice, the bits of each NaN count too.
    private static void assertSame(MemorySegment expected, MemorySegment actual, Program program, String what) {
        if (expected.mismatch(actual) < 0) {
            return;
        }
        boolean chooses = program.steps().getLast().kind() == Kind.SELECT;
        ElementType type = program.type();
        for (long i = 0; i < expected.byteSize() / type.byteSize(); i++) {
            assertEquals(bits(expected, type, i, chooses), bits(actual, type, i, chooses), what + ", i=" + i);
        }
    }

    private static long bits(MemorySegment in, ElementType type, long i, boolean raw) {
        if (!raw) {
            return Numbers.bits(in, type, i);
        }
        return type.byteSize() == Long.BYTES ? in.getAtIndex(Elements.LONG, i) : in.getAtIndex(Elements.INT, i);
    }
}
