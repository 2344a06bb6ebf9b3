package io.millrace.engine.expression;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;

/// What becomes of an expression with elements of `long` or `int` each time that it is run. The methods are
/// those of [LongEvaluation], and refuse what these refuse; they compute nothing.
///
/// @param <A> an array for its elements
public interface LongPreparation<A extends NumericArray> {

    /// A run gives all elements as one number.
    ///
    /// @throws IllegalArgumentException when a reduction of your own does not fit the type
    PreparedLong reduce(Reduction how);

    /// A run gives the sum of the elements.
    default PreparedLong sum() {
        return reduce(Reduction.SUM);
    }

    /// A run gives the smallest element.
    default PreparedLong min() {
        return reduce(Reduction.MIN);
    }

    /// A run gives the largest element.
    default PreparedLong max() {
        return reduce(Reduction.MAX);
    }

    /// A run gives the product of the elements.
    default PreparedLong product() {
        return reduce(Reduction.PRODUCT);
    }

    /// A run gives the number of elements that are not zero.
    PreparedLong count();

    /// A run writes the elements.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or `out` overlaps an array of the expression
    ///         partly; the message tells the path to it
    /// @throws UnsupportedOperationException when `out` was attached read-only
    PreparedWrite into(A out);

    /// As [#into], with the elements narrowed: their low bits are kept.
    PreparedWrite narrowInto(ShortArray out);

    /// As [#into], with the elements narrowed: their low bits are kept.
    PreparedWrite narrowInto(ByteArray out);
}
