package io.millrace.spark;

import io.millrace.engine.Pool;
import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.expression.Expression;
import io.millrace.engine.expression.FloatExpression;
import io.millrace.engine.expression.IntExpression;
import io.millrace.engine.expression.LongExpression;
import io.millrace.engine.internal.parts.PartTree;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.rdd.PartRdd;
import java.io.Serializable;
import java.util.Objects;
import java.util.stream.Stream;

/// An expression over distributed arrays.
///
/// @param first of the arrays
/// @param type of the elements of the expression
record Evaluation(DistributedArray<?> first, ElementType type, OfRange expression, DistributedArray<?>... others) {

    /// The expression of the same range of each array; travels to the executors.
    @FunctionalInterface
    interface OfRange extends Serializable {
        Expression of(NumericArray[] inputs);
    }

    long[] root(Reduction how) {
        Objects.requireNonNull(how, "how");
        OfRange travels = expression;
        return first.root(PartTree.ofReduction(type, how), (jobs, inputs, firstBlock) -> jobs.evaluate(
                (from, to) -> travels.of(slices(inputs, from, to)), inputs[0].length(), firstBlock, how), others);
    }

    PartRdd array() {
        OfRange travels = expression;
        return first.derive(
                type, (pool, inputs, target, firstElement) -> write(pool, travels.of(inputs), target), others);
    }

    private static NumericArray[] slices(NumericArray[] inputs, long from, long to) {
        return Stream.of(inputs).map(input -> input.slice(from, to)).toArray(NumericArray[]::new);
    }

    private static void write(Pool pool, Expression expression, NumericArray target) {
        switch (expression) {
            case DoubleExpression doubles -> pool.eval(doubles).into((DoubleArray) target);
            case FloatExpression floats -> pool.eval(floats).into((FloatArray) target);
            case LongExpression longs -> pool.eval(longs).into((LongArray) target);
            case IntExpression ints -> pool.eval(ints).into((IntArray) target);
            default -> throw new IllegalArgumentException("not known: expression=" + expression);
        }
    }
}
