package io.millrace.spark;

import io.millrace.engine.expression.Expression;
import io.millrace.shm.data.NumericArray;
import java.io.Serializable;

/// Makes an expression of the same range of two arrays; travels to the executors.
///
/// @param <A> the array that a part of the first one is
/// @param <B> the array that a part of the second one is
/// @param <E> the expression
@FunctionalInterface
public interface PairExpression<A extends NumericArray, B extends NumericArray, E extends Expression>
        extends Serializable {
    E of(A first, B second);
}
