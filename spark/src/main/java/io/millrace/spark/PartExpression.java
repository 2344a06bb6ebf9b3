package io.millrace.spark;

import io.millrace.engine.expression.Expression;
import io.millrace.shm.data.NumericArray;
import java.io.Serializable;

/// Makes an expression of one part of an array, or of a range of one; travels to the executors.
///
/// @param <A> the array that a part is
/// @param <E> the expression
@FunctionalInterface
public interface PartExpression<A extends NumericArray, E extends Expression> extends Serializable {
    E of(A part);
}
