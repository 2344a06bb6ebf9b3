package io.millrace.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.DoubleUnary;
import io.millrace.shm.ElementType;
import io.millrace.shm.NotTransportableException;
import org.junit.jupiter.api.Test;

class OpCodeTest {

    @Test
    void everyFunctionComesBackFromItsCode() {
        assertEquals(DoubleUnaryOp.CBRT, OpCode.of(DoubleUnaryOp.CBRT).function());
        assertEquals(FloatUnaryOps.scale(2.5f), OpCode.of(FloatUnaryOps.scale(2.5f)).function());
        assertEquals(IntUnaryOps.clamp(-3, 4), OpCode.of(IntUnaryOps.clamp(-3, 4)).function());
        assertEquals(LongBinaryOp.XOR, OpCode.of(LongBinaryOp.XOR).function());
        assertEquals(LongRandoms.whole(-1, 1), OpCode.of(LongRandoms.whole(-1, 1)).function());
        assertEquals(FloatGenerators.linear(1, 2), OpCode.of(FloatGenerators.linear(1, 2)).function());
    }

    @Test
    void aFunctionThatIsNotBuiltInIsRefusedByTheNameOfItsClass() {
        DoubleUnary own = x -> x + 1;
        String message = assertThrows(NotTransportableException.class, () -> OpCode.of(own)).getMessage();
        assertTrue(message.contains(own.getClass().getName()), message);
    }

    @Test
    void composedFunctionsAreNotBuiltIn() {
        DoubleUnary composed = DoubleUnaryOp.SQUARE.andThen(DoubleUnaryOp.SQRT);
        assertEquals(3.0, composed.applyAsDouble(-3.0));
        assertThrows(NotTransportableException.class, () -> OpCode.of(composed));
    }

    @Test
    void aFunctionOfAnotherTypeDoesNotFitAWork() {
        OpCode op = OpCode.of(FloatUnaryOp.SQUARE);
        assertThrows(
                IllegalArgumentException.class, () -> new Work.Map(op, ElementType.DOUBLE, ElementType.DOUBLE));
        assertThrows(
                IllegalArgumentException.class, () -> new Work.Reduce(op, ElementType.INT, Reduction.SUM));
        OpCode narrow = OpCode.of(LongUnaryOp.SQUARE);
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
