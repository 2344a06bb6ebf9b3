package io.millrace.spark.conformance;

import static io.millrace.engine.expression.Expressions.of;

import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.expression.FloatExpression;
import io.millrace.engine.expression.IntExpression;
import io.millrace.engine.expression.LongExpression;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.ShortArray;

/// An expression of one array, and one of an array and another one of `int`, for each type.
final class Formulas {
    private Formulas() {}

    static DoubleExpression one(DoubleArray x) {
        return of(x).minus(0.3).square();
    }

    static FloatExpression one(FloatArray x) {
        return of(x).minus(0.3f).square();
    }

    static LongExpression one(LongArray x) {
        return of(x).minus(3).square();
    }

    static IntExpression one(IntArray x) {
        return of(x).minus(3).square();
    }

    static LongExpression one(ShortArray x) {
        return of(x).minus(3).square();
    }

    static LongExpression one(ByteArray x) {
        return of(x).minus(3).square();
    }

    static DoubleExpression two(DoubleArray x, IntArray n) {
        return of(x).times(of(n).toDouble()).map(value -> value / 7);
    }

    static FloatExpression two(FloatArray x, IntArray n) {
        return of(x).times(of(n).toFloat()).map(value -> value / 7);
    }

    static LongExpression two(LongArray x, IntArray n) {
        return of(x).times(of(n).toLong()).map(value -> value / 7);
    }

    static IntExpression two(IntArray x, IntArray n) {
        return of(x).times(of(n)).map(value -> value / 7);
    }

    static LongExpression two(ShortArray x, IntArray n) {
        return of(x).times(of(n).toLong()).map(value -> value / 7);
    }

    static LongExpression two(ByteArray x, IntArray n) {
        return of(x).times(of(n).toLong()).map(value -> value / 7);
    }
}
