package io.millrace.spark.conformance;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;

/// Functions of one element type. Those of our own capture a value.
record Functions<U, B>(U square, U own, B add, B ownOfTwo, Reduction ownReduction) {

    static Functions<DoubleUnary, DoubleBinary> doubles() {
        double third = Math.ceil(0.1) / 3;
        return new Functions<>(
                DoubleUnaryOp.SQUARE, x -> x * third + 1, DoubleBinaryOp.ADD, (a, b) -> a * third - b, ownSum());
    }

    static Functions<FloatUnary, FloatBinary> floats() {
        float third = (float) Math.ceil(0.1) / 3;
        return new Functions<>(
                FloatUnaryOp.SQUARE, x -> x * third + 1, FloatBinaryOp.ADD, (a, b) -> a * third - b, ownSum());
    }

    static Functions<LongUnary, LongBinary> longs() {
        long prime = Math.abs(-31);
        return new Functions<>(
                LongUnaryOp.SQUARE, x -> x * prime + 1, LongBinaryOp.ADD, (a, b) -> a * prime - b, exclusiveOr());
    }

    static Functions<IntUnary, IntBinary> ints() {
        int prime = Math.abs(-31);
        return new Functions<>(
                IntUnaryOp.SQUARE, x -> x * prime + 1, IntBinaryOp.ADD, (a, b) -> a * prime - b, exclusiveOr());
    }

    private static Reduction ownSum() {
        return Reduction.of(0, (a, b) -> a + b);
    }

    private static Reduction exclusiveOr() {
        return Reduction.ofLong(0, (a, b) -> a ^ b);
    }
}
