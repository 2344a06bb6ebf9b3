package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.LongBinary;
import java.io.Serializable;
import java.util.Objects;

/// How a reduction combines many elements into one number.
///
/// Elements of `double` and `float` give a `double`, those of integer types a `long`. Sums and
/// products of floating-point numbers follow one fixed tree, so their bits depend on the elements
/// alone. A built-in reduction whose result is not a number gives [Double#NaN], whatever the sign and the
/// payload of the NaN among the elements. The results of no elements are: sum 0, product 1, count 0;
/// minimum and maximum are positive and negative infinity, or the largest and the smallest `long`.
public sealed interface Reduction extends Serializable permits Reduction.BuiltIn, Reduction.OfDouble, Reduction.OfLong {

    /// Sum. Integers are summed in `long`, which wraps.
    Reduction SUM = BuiltIn.SUM;

    /// Smallest element, as `Math.min` orders: NaN wins, -0.0 is below 0.0.
    Reduction MIN = BuiltIn.MIN;

    /// Largest element, as `Math.max` orders.
    Reduction MAX = BuiltIn.MAX;

    /// Product. Integers are multiplied in `long`, which wraps.
    Reduction PRODUCT = BuiltIn.PRODUCT;

    /// The number of elements that are not zero; NaN is not zero.
    Reduction COUNT_NONZERO = BuiltIn.COUNT_NONZERO;

    /// Sum of integers that throws `ArithmeticException` if the true sum does not fit into a
    /// `long`. Partial sums may be larger. For `double` and `float` it is the same as [#SUM].
    Reduction SUM_CHECKED = BuiltIn.SUM_CHECKED;

    /// A reduction of your own over `double` or `float`, along the same fixed tree as sums: it
    /// gives the same bits for any number of workers and any deaths. Each accumulator starts at
    /// `identity`, which is also the result of no elements.
    ///
    /// @param identity the number that `combine` combines with any other to that other number
    /// @param combine associative and commutative, but for rounding; depends on its arguments alone
    static Reduction of(double identity, DoubleBinary combine) {
        return new OfDouble(identity, combine);
    }

    /// A reduction of your own over integers, computed in `long`.
    ///
    /// @param identity the number that `combine` combines with any other to that other number; the
    ///         result of no elements
    /// @param combine associative and commutative; depends on its arguments alone
    static Reduction ofLong(long identity, LongBinary combine) {
        return new OfLong(identity, combine);
    }

    /// The reductions that every kernel knows.
    enum BuiltIn implements Reduction {
        /// [Reduction#SUM].
        SUM,
        /// [Reduction#MIN].
        MIN,
        /// [Reduction#MAX].
        MAX,
        /// [Reduction#PRODUCT].
        PRODUCT,
        /// [Reduction#COUNT_NONZERO].
        COUNT_NONZERO,
        /// [Reduction#SUM_CHECKED].
        SUM_CHECKED
    }

    /// A reduction of your own over `double` or `float`.
    ///
    /// @param identity where the accumulators start
    /// @param combine combines two numbers into one
    record OfDouble(double identity, DoubleBinary combine) implements Reduction {
        /// Refuses null.
        public OfDouble {
            Objects.requireNonNull(combine, "combine");
        }

        @Override
        public String toString() {
            return by(combine);
        }
    }

    /// A reduction of your own over integers.
    ///
    /// @param identity where the accumulators start
    /// @param combine combines two numbers into one
    record OfLong(long identity, LongBinary combine) implements Reduction {
        /// Refuses null.
        public OfLong {
            Objects.requireNonNull(combine, "combine");
        }

        @Override
        public String toString() {
            return by(combine);
        }
    }

    /// The name of the class only: `toString` of a user's function is code of the user.
    private static String by(Object combine) {
        String name = switch (combine) {
            case DoubleBinaryOp op -> op.name();
            case LongBinaryOp op -> op.name();
            default -> combine.getClass().getSimpleName();
        };
        return "by " + (name.isEmpty() ? "own function" : name);
    }
}
