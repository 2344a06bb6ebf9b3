package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.FloatGenerators;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.FloatUnaryOps;
import io.millrace.engine.kernel.IntUnaryOps;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongRandoms;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import org.junit.jupiter.api.Test;

class OpCodeTest {

    @Test
    void everyFunctionComesBackFromItsCode() {
        assertEquals(DoubleUnaryOp.CBRT, Op.of(DoubleUnaryOp.CBRT).function());
        assertEquals(FloatUnaryOps.scale(2.5f), Op.of(FloatUnaryOps.scale(2.5f)).function());
        assertEquals(IntUnaryOps.clamp(-3, 4), Op.of(IntUnaryOps.clamp(-3, 4)).function());
        assertEquals(LongBinaryOp.XOR, Op.of(LongBinaryOp.XOR).function());
        assertEquals(LongRandoms.whole(-1, 1), Op.of(LongRandoms.whole(-1, 1)).function());
        assertEquals(FloatGenerators.linear(1, 2), Op.of(FloatGenerators.linear(1, 2)).function());
    }

    @Test
    void theTextOfAWorkNamesItsFunctions() {
        Work map = new Work.Map(Op.of(DoubleUnaryOp.SQRT), ElementType.DOUBLE, ElementType.DOUBLE);
        assertEquals("Map[op=SQRT, in=DOUBLE, out=DOUBLE]", map.toString());
        assertEquals("SCALE", Op.of(DoubleUnaryOps.scale(2)).toString());
    }

    @Test
    void aFunctionThatIsNotBuiltInIsTheUsersOwn() {
        DoubleUnary own = x -> x + 1;
        assertEquals(new UserOp(OpFamily.DOUBLE_UNARY, own), Op.of(own));
        assertEquals(new UserOp(OpFamily.LONG_BINARY, DoubleAndLong.BOTH), Op.of((LongBinary) DoubleAndLong.BOTH));
        assertEquals(new UserOp(OpFamily.DOUBLE_BINARY, DoubleAndLong.BOTH), Op.of((DoubleBinary) DoubleAndLong.BOTH));
    }

    private record DoubleAndLong() implements DoubleBinary, LongBinary {
        static final DoubleAndLong BOTH = new DoubleAndLong();

        @Override
        public double applyAsDouble(double left, double right) {
            return left;
        }

        @Override
        public long applyAsLong(long left, long right) {
            return right;
        }
    }

    @Test
    void composedFunctionsAreNotBuiltIn() {
        DoubleUnary composed = DoubleUnaryOp.SQUARE.andThen(DoubleUnaryOp.SQRT);
        assertEquals(3.0, composed.applyAsDouble(-3.0));
        assertEquals(new UserOp(OpFamily.DOUBLE_UNARY, composed), Op.of(composed));
    }

    @Test
    void aFunctionOfAnotherTypeDoesNotFitAWork() {
        Op op = Op.of(FloatUnaryOp.SQUARE);
        assertThrows(
                IllegalArgumentException.class, () -> new Work.Map(op, ElementType.DOUBLE, ElementType.DOUBLE));
        assertThrows(
                IllegalArgumentException.class, () -> new Work.Reduce(op, ElementType.INT, Reduction.SUM));
        Op narrow = Op.of(LongUnaryOp.SQUARE);
        assertThrows(
                IllegalArgumentException.class, () -> new Work.Map(narrow, ElementType.BYTE, ElementType.BYTE));
    }

    @Test
    void parametersOutOfOrderAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> DoubleUnaryOps.clamp(1, 0));
        assertThrows(IllegalArgumentException.class, () -> DoubleUnaryOps.clamp(0.0, -0.0));
        assertThrows(IllegalArgumentException.class, () -> FloatUnaryOps.clamp(Float.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> IntUnaryOps.clamp(1, 0));
        assertThrows(IllegalArgumentException.class, () -> DoubleRandoms.uniform(0, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> DoubleRandoms.uniform(1, 1));
        assertThrows(IllegalArgumentException.class, () -> LongRandoms.whole(5, 5));
    }
}
