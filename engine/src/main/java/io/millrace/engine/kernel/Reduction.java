package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.LongBinary;

/// How many elements become one number.
///
/// `double` and `float` elements give a `double`, the integer types a `long`. Sums and products of
/// floating-point numbers follow one fixed tree, so their bits depend on the elements alone. Of no
/// elements: sum 0, product 1, count 0, minimum and maximum the infinities or the extremes of
/// `long`.
public sealed interface Reduction permits Reduction.BuiltIn, OwnReduction {

    /// Sum; of integers in `long`, two's complement.
    Reduction SUM = BuiltIn.SUM;

    /// Smallest element, as `Math.min` orders: NaN wins, -0.0 is below 0.0.
    Reduction MIN = BuiltIn.MIN;

    /// Largest element, as `Math.max` orders.
    Reduction MAX = BuiltIn.MAX;

    /// Product; of integers in `long`, two's complement.
    Reduction PRODUCT = BuiltIn.PRODUCT;

    /// How many elements are not zero; NaN is not zero.
    Reduction COUNT_NONZERO = BuiltIn.COUNT_NONZERO;

    /// Sum of integers; `ArithmeticException` if the true total does not fit into a `long`. Totals
    /// on the way may be larger. For `double` and `float` the same as [#SUM].
    Reduction SUM_CHECKED = BuiltIn.SUM_CHECKED;

    /// A reduction of your own over `double` or `float`, along the same fixed tree as sums: the same bits
    /// for any number of workers and any deaths. Each accumulator starts at `identity`, so of no
    /// elements that is the result.
    ///
    /// @param identity what `combine` leaves the other number as it is with
    /// @param combine associative and commutative, but for rounding; depends on its arguments alone
    static Reduction of(double identity, DoubleBinary combine) {
        return new OwnReduction(Op.of(combine), Double.doubleToRawLongBits(identity));
    }

    /// A reduction of your own over integers, computed in `long`.
    ///
    /// @param identity what `combine` leaves the other number as it is with; the result for no elements
    /// @param combine associative and commutative; depends on its arguments alone
    static Reduction ofLong(long identity, LongBinary combine) {
        return new OwnReduction(Op.of(combine), identity);
    }

    /// The reductions that every kernel knows.
    enum BuiltIn implements Reduction {
        SUM,
        MIN,
        MAX,
        PRODUCT,
        COUNT_NONZERO,
        SUM_CHECKED
    }
}
