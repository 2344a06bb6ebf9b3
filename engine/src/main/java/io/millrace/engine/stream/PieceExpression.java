package io.millrace.engine.stream;

import io.millrace.engine.expression.Expression;
import io.millrace.shm.data.NumericArray;

/// The expression of a piece of a file: `x -> of(x).minus(mean).square()`. The calling thread calls it for each piece.
///
/// @param <A> a piece
/// @param <E> an expression over that array
@FunctionalInterface
public interface PieceExpression<A extends NumericArray, E extends Expression> {
    /// The expression of these elements.
    E of(A piece);
}
