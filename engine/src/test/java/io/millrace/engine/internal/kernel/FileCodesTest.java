package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleGenerators;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.IntUnaryOps;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongRandoms;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The numbers that stand for functions in a file. A test here fails when one changes: add new ones, and
/// leave the others as they are.
class FileCodesTest {
    private static final String FLOATING_MAPS =
            """
            SQUARE=0 NEGATE=1 ABS=2 SQRT=3 RECIPROCAL=4 FLOOR=5 CEIL=6 RINT=7
            SIGNUM=8 EXP=9 EXPM1=10 LOG=11 LOG1P=12 LOG10=13 SIN=14 COS=15
            TAN=16 ASIN=17 ACOS=18 ATAN=19 SINH=20 COSH=21 TANH=22 CBRT=23
            CUBE=24
            """;
    private static final String INTEGER_MAPS =
            "SQUARE=0 NEGATE=1 ABS=2 SQUARE_EXACT=3 NEGATE_EXACT=4 ABS_EXACT=5 CUBE=24";
    private static final String FLOATING_ZIPS =
            """
            ADD=0 SUBTRACT=1 MULTIPLY=2 DIVIDE=3 MIN=4 MAX=5 POWER=6 ATAN2=7 HYPOT=8
            LESS=12 LESS_OR_EQUAL=13 GREATER=14 GREATER_OR_EQUAL=15 EQUAL=16 NOT_EQUAL=17
            """;
    private static final String INTEGER_ZIPS =
            """
            ADD=0 SUBTRACT=1 MULTIPLY=2 DIVIDE=3 MIN=4 MAX=5
            AND=6 OR=7 XOR=8 ADD_EXACT=9 SUBTRACT_EXACT=10 MULTIPLY_EXACT=11
            LESS=12 LESS_OR_EQUAL=13 GREATER=14 GREATER_OR_EQUAL=15 EQUAL=16 NOT_EQUAL=17
            """;

    @Test
    void numbersOfMapsAndCombinationsNeverChange() {
        assertFrozen(FLOATING_MAPS, DoubleUnaryOp.values());
        assertFrozen(FLOATING_MAPS, FloatUnaryOp.values());
        assertFrozen(INTEGER_MAPS, LongUnaryOp.values());
        assertFrozen(INTEGER_MAPS, IntUnaryOp.values());
        assertFrozen(FLOATING_ZIPS, DoubleBinaryOp.values());
        assertFrozen(FLOATING_ZIPS, FloatBinaryOp.values());
        assertFrozen(INTEGER_ZIPS, LongBinaryOp.values());
        assertFrozen(INTEGER_ZIPS, IntBinaryOp.values());
        assertFrozen("FMA=0", DoubleTernaryOp.values());
        assertFrozen("FMA=0", FloatTernaryOp.values());
        assertFrozen("FMA=0", LongTernaryOp.values());
        assertFrozen("FMA=0", IntTernaryOp.values());
    }

    @Test
    void numbersOfFunctionsWithParametersNeverChange() {
        assertEquals(new OpCode(1, 100, bits(2.5), 0), Op.of(DoubleUnaryOps.scale(2.5)));
        assertEquals(new OpCode(1, 101, bits(2.5), 0), Op.of(DoubleUnaryOps.plus(2.5)));
        assertEquals(new OpCode(1, 102, bits(2.5), 0), Op.of(DoubleUnaryOps.power(2.5)));
        assertEquals(new OpCode(1, 103, bits(-1), bits(1)), Op.of(DoubleUnaryOps.clamp(-1, 1)));
        assertEquals(new OpCode(4, 103, -1, 1), Op.of(IntUnaryOps.clamp(-1, 1)));
        assertEquals(new OpCode(9, 100, bits(1), bits(2)), Op.of(DoubleGenerators.linear(1, 2)));
        assertEquals(new OpCode(13, 100, bits(1), bits(2)), Op.of(DoubleRandoms.uniform(1, 2)));
        assertEquals(new OpCode(15, 101, 1, 2), Op.of(LongRandoms.whole(1, 2)));
    }

    @Test
    void numbersOfFamiliesAndReductionsNeverChange() {
        String families = Arrays.stream(OpFamily.values())
                .map(family -> family + "=" + family.number())
                .collect(Collectors.joining(" "));
        assertEquals(
                words(
                        """
                        DOUBLE_UNARY=1 FLOAT_UNARY=2 LONG_UNARY=3 INT_UNARY=4
                        DOUBLE_BINARY=5 FLOAT_BINARY=6 LONG_BINARY=7 INT_BINARY=8
                        DOUBLE_GENERATOR=9 FLOAT_GENERATOR=10 LONG_GENERATOR=11 INT_GENERATOR=12
                        DOUBLE_RANDOM=13 FLOAT_RANDOM=14 LONG_RANDOM=15 INT_RANDOM=16
                        DOUBLE_INDEXED=17 FLOAT_INDEXED=18 LONG_INDEXED=19 INT_INDEXED=20
                        DOUBLE_CONDITION=21 FLOAT_CONDITION=22 LONG_CONDITION=23 INT_CONDITION=24
                        DOUBLE_TERNARY=25 FLOAT_TERNARY=26 LONG_TERNARY=27 INT_TERNARY=28
                        """),
                families);
        String reductions = Arrays.stream(Reduction.BuiltIn.values())
                .map(how -> how + "=" + WorkCodec.code(how))
                .collect(Collectors.joining(" "));
        assertEquals("SUM=1 MIN=2 MAX=3 PRODUCT=4 COUNT_NONZERO=5 SUM_CHECKED=6", reductions);
    }

    @Test
    void anUnknownNumberIsRefused() {
        for (int code : new int[] {-2, 99, 104}) {
            refused(written(new OpCode(OpFamily.DOUBLE_UNARY.number(), code, 0, 0)), "code=" + code);
        }
        refused(written(new OpCode(99, 0, 0, 0)), "family=99");
        MemorySegment reduction = Arena.ofAuto().allocate(WorkCodec.BYTE_SIZE, 8);
        WorkCodec.write(new Work.Reduce(null, ElementType.DOUBLE, Reduction.SUM), reduction);
        set(reduction, "how", 7);
        refused(reduction, "code=7");
    }

    @Test
    void numbersOfSearchesNeverChange() {
        String goals = Arrays.stream(Work.Goal.values())
                .map(goal -> goal + "=" + goal.code())
                .collect(Collectors.joining(" "));
        assertEquals("FIRST=1 ANY=2 EXCEPTION=3", goals);
        assertThrows(IllegalArgumentException.class, () -> Work.Goal.ofCode(4));
    }

    private static void refused(MemorySegment work, String fact) {
        FileFormatException refused =
                assertThrows(FileFormatException.class, () -> WorkCodec.read(work, MemorySegment.NULL));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("unknown operation") && message.contains(fact), message);
        assertTrue(message.contains("a newer version may have written the file"), message);
    }

    private static MemorySegment written(OpCode op) {
        MemorySegment work = Arena.ofAuto().allocate(WorkCodec.BYTE_SIZE, 8);
        WorkCodec.write(new Work.Map(Op.of(DoubleUnaryOp.SQUARE), ElementType.DOUBLE, ElementType.DOUBLE), work);
        set(work, "family", op.family());
        set(work, "code", op.code());
        return work;
    }

    private static void set(MemorySegment work, String field, int value) {
        long offset = WorkCodec.LAYOUT.offset(field);
        work.set(ValueLayout.JAVA_INT, offset, value);
    }

    /// New functions may have come since.
    private static void assertFrozen(String frozen, Object[] constants) {
        List<BuiltInOp> ops = Arrays.stream(constants).map(OpCode::builtIn).map(Objects::requireNonNull).toList();
        Set<String> codes = ops.stream().map(op -> op.name() + "=" + op.code()).collect(Collectors.toSet());
        assertTrue(codes.containsAll(List.of(words(frozen).split(" "))), () -> frozen + " but " + codes);
        assertEquals(ops.size(), ops.stream().map(BuiltInOp::code).distinct().count(), codes::toString);
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
