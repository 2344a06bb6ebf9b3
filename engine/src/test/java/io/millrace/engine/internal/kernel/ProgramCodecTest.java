package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.internal.kernel.Program.Kind;
import io.millrace.engine.internal.kernel.Program.Step;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.Struct;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProgramCodecTest {
    private static final DoubleUnary OWN = x -> x + 1;

    private final MemorySegment work = Arena.ofAuto().allocate(WorkCodec.BYTE_SIZE, 8);
    private final MemorySegment program = Arena.ofAuto().allocate(ProgramCodec.BYTE_SIZE, 8);

    private static Program everyKind() {
        ElementType wide = ElementType.DOUBLE;
        ElementType narrow = ElementType.FLOAT;
        return new Program(
                List.of(
                        new Step(Kind.CONSTANT, null, wide, wide, 0, 0, 0, 2, Double.doubleToRawLongBits(-0.0)),
                        new Step(Kind.MAP, Op.of(DoubleUnaryOps.clamp(-1, 2)), wide, wide, -1, 0, 0, 0, 0),
                        new Step(Kind.ZIP, Op.of(DoubleBinaryOp.LESS), wide, wide, 0, -2, 0, 0, 0),
                        new Step(Kind.MAP, Op.of(OWN), wide, wide, 0, 0, 0, 1, 0),
                        new Step(Kind.SELECT, null, wide, wide, 1, 2, -1, 1, 0),
                        new Step(Kind.ZIP3, Op.of(DoubleTernaryOp.FMA), wide, wide, 0, 1, -2, 1, 0),
                        new Step(Kind.CONVERT, null, wide, narrow, 1, 0, 0, 0, 0),
                        new Step(Kind.MAP, Op.of(FloatUnaryOp.SQUARE), narrow, narrow, 0, 0, 0, 0, 0)),
                2,
                3,
                0,
                narrow);
    }

    private void write(Work.Evaluation evaluation) {
        work.fill((byte) -1);
        program.fill((byte) -1);
        WorkCodec.write(evaluation, work);
        ProgramCodec.write(evaluation.program(), program);
    }

    @Test
    void everyKindOfStepIsReadAsItWasWritten() {
        for (Reduction how : Arrays.asList(null, Reduction.MAX, Reduction.of(0, Math::max))) {
            Work.Evaluation written = new Work.Evaluation(everyKind(), how);
            write(written);
            assertTrue(WorkCodec.isEvaluation(work));
            assertTrue(WorkCodec.namesUserFunctions(work));
            Work read = WorkCodec.read(work, program, written::userFunctions);
            assertEquals(written, read);
            assertTrue(written.isSameAs(read));
            assertEquals(written.sameHash(), read.sameHash());
        }
    }

    @Test
    void anotherStepIsAnotherProgram() {
        Work.Evaluation one = new Work.Evaluation(everyKind(), null);
        for (int left = 0; left < everyKind().steps().size(); left++) {
            List<Step> steps = new ArrayList<>(everyKind().steps());
            steps.remove(left);
            Work.Evaluation other = new Work.Evaluation(new Program(steps, 2, 3, 0, ElementType.FLOAT), null);
            assertTrue(!one.isSameAs(other), "without step " + left);
        }
    }

    @Test
    void damagedBytesAreRefusedOrAnotherProgram() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            write(new Work.Evaluation(everyKind(), null));
            long bit = random.nextLong((64 + 8 * ProgramCodec.STEP.byteSize()) * 8);
            byte flipped = (byte) (program.get(ValueLayout.JAVA_BYTE, bit / 8) ^ (1 << (bit % 8)));
            program.set(ValueLayout.JAVA_BYTE, bit / 8, flipped);
            try {
                new ScalarKernels().compile(WorkCodec.read(work, program, () -> List.of(OWN)));
            } catch (FileFormatException refused) {
                assertTrue(refused.getMessage().startsWith("no work"), () -> "seed=" + seed);
            }
        }
    }

    @Test
    void operandsThatDoNotExistAreRefused() {
        Step negated = everyKind().steps().get(1);
        for (int operand : new int[] {-3, 3, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            Step step = new Step(Kind.MAP, negated.op(), negated.in(), negated.out(), operand, 0, 0, 0, 0);
            assertThrows(
                    IllegalArgumentException.class, () -> new Program(List.of(step), 2, 3, 0, ElementType.DOUBLE));
        }
    }

    @Test
    void numbersOfStepsNeverChange() {
        assertEquals(
                "MAP=1 ZIP=2 CONVERT=3 CONSTANT=4 SELECT=5 ZIP3=6",
                Arrays.stream(Kind.values())
                        .map(kind -> kind + "=" + ProgramCodec.code(kind))
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void theTablesInTheCommentAreTheLayouts() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/millrace/engine/internal/kernel/ProgramCodec.java"));
        int step = source.indexOf("/// A step:");
        assertTable(ProgramCodec.LAYOUT, source.substring(0, step));
        assertTable(ProgramCodec.STEP, source.substring(step));
    }

    private static void assertTable(Struct layout, String comment) {
        Matcher row = Pattern.compile("/// \\| `(\\w+)`\\s*\\|\\s*(\\d+) \\|\\s*(\\d+) \\|").matcher(comment);
        int rows = 0;
        while (row.find()) {
            rows++;
            assertEquals(layout.offset(row.group(1)), Long.parseLong(row.group(2)));
            assertEquals(layout.byteSize(row.group(1)), Long.parseLong(row.group(3)));
        }
        assertEquals(layout.fields().size(), rows);
    }
}
