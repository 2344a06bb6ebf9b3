// Generated from X-FileStream.java.template
package io.millrace.engine.stream;

import io.millrace.engine.LongSummary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.expression.LongExpression;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.LongArray;
import java.nio.file.Path;

/// A [FileStream] of numbers of `long`. Its calls are those of `Pool` over a whole array, and throw what [FileStream]
/// lists.
public interface LongFileStream {

    /// All elements become one number.
    ///
    /// @throws IllegalArgumentException when a reduction of your own does not fit the type
    long reduce(Reduction how);

    /// `op` of each element, and all results become one number; nothing is written.
    ///
    /// @throws IllegalArgumentException when a reduction of your own does not fit the type
    long mapReduce(LongUnary op, Reduction how);

    /// Count, sum, mean, variance, minimum and maximum.
    LongSummary summary();

    /// Writes `op` of each element to a file, which may be the one that is read.
    void map(LongUnary op, Path out);

    /// Begins a call over an expression: what the result's method asks for is computed in one pass over the file.
    ///
    /// @param expression of each piece: `x -> of(x).minus(mean).square()`
    ///        all its arrays are the piece, whole; the methods of the result refuse others
    LongStreamEvaluation eval(PieceExpression<LongArray, LongExpression> expression);
}
