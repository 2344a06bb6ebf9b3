package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.BlockKernel.Settled;
import io.millrace.engine.internal.kernel.loops.LongReducer;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Reduction.BuiltIn;

/// What a node of the summation tree holds, and how two neighbouring nodes are combined into one.
///
/// | work                                          | words of a node                                         |
/// |-----------------------------------------------|---------------------------------------------------------|
/// | sum, product, min, max of floating point      | bits of a `double`                                      |
/// | sum, product, min, max of integers            | a `long`                                                |
/// | count of non-zero elements, or by a condition | a `long`                                                |
/// | search                                        | the index that was found, or -1                         |
/// | index of the least or greatest element        | the element: bits of a `double`, or a `long`; its index |
/// | reduction by a function of the user           | bits of a `double`, or a `long`                         |
/// | checked sum of integers                       | low and high word of a 128-bit number                   |
/// | summary of floating point                     | bits of `double`: sum, mean, M2, min, max               |
/// | summary of integers                           | the same, but `long` for sum, min and max               |
///
/// M2 is the sum of the squared distances from the mean.
public sealed interface NodeRule {

    /// How many words a node has.
    int words();

    /// As [BlockKernel.Folding#settles].
    default Settled settles(long[] node) {
        return Settled.NOTHING;
    }

    /// Combines both nodes into `left`, which holds the elements of lower index.
    void combine(long[] left, long leftCount, long[] right, long rightCount);

    /// Writes the node of no elements.
    void empty(long[] node);

    private static NodeRule of(BuiltIn how, boolean floating) {
        if (how == BuiltIn.SUM_CHECKED && !floating) {
            return new Sum128();
        }
        return floating && how != BuiltIn.COUNT_NONZERO ? new OfDouble(how) : new OfLong(how);
    }

    static NodeRule of(Reduction how, boolean floating) {
        if (how instanceof BuiltIn builtIn) {
            return of(builtIn, floating);
        }
        return how instanceof Reduction.OfDouble own ? new UserDouble(own) : new UserLong((Reduction.OfLong) how);
    }

    static NodeRule count() {
        return new OfLong(BuiltIn.COUNT_NONZERO);
    }

    static NodeRule summary(boolean floating) {
        return floating
                ? new Summary(new OfDouble(BuiltIn.SUM), new OfDouble(BuiltIn.MIN), new OfDouble(BuiltIn.MAX))
                : new Summary(new OfLong(BuiltIn.SUM), new OfLong(BuiltIn.MIN), new OfLong(BuiltIn.MAX));
    }

    /// Rules for a node of one word, or for one word of a summary.
    sealed interface OneWord extends NodeRule {

        long combine(long left, long right);

        long empty();

        @Override
        default int words() {
            return 1;
        }

        @Override
        default void combine(long[] left, long leftCount, long[] right, long rightCount) {
            left[0] = combine(left[0], right[0]);
        }

        @Override
        default void empty(long[] node) {
            node[0] = empty();
        }
    }

    /// A `double`.
    record OfDouble(BuiltIn how) implements OneWord {

        @Override
        public long combine(long left, long right) {
            double a = Double.longBitsToDouble(left);
            double b = Double.longBitsToDouble(right);
            return Double.doubleToRawLongBits(
                    switch (how) {
                        case SUM, SUM_CHECKED -> a + b;
                        case PRODUCT -> a * b;
                        case MIN -> Math.min(a, b);
                        case MAX -> Math.max(a, b);
                        case COUNT_NONZERO -> throw new IllegalStateException("a count is a long");
                    });
        }

        @Override
        public long empty() {
            return Double.doubleToRawLongBits(
                    switch (how) {
                        case SUM, SUM_CHECKED, COUNT_NONZERO -> 0.0;
                        case PRODUCT -> 1.0;
                        case MIN -> Double.POSITIVE_INFINITY;
                        case MAX -> Double.NEGATIVE_INFINITY;
                    });
        }
    }

    /// A `long`.
    record OfLong(BuiltIn how) implements OneWord {

        @Override
        public long combine(long left, long right) {
            return switch (how) {
                case SUM, COUNT_NONZERO -> left + right;
                case PRODUCT -> left * right;
                case MIN -> Math.min(left, right);
                case MAX -> Math.max(left, right);
                case SUM_CHECKED -> throw new IllegalStateException("a checked sum has two words");
            };
        }

        @Override
        public long empty() {
            return switch (how) {
                case SUM, COUNT_NONZERO, SUM_CHECKED -> 0;
                case PRODUCT -> 1;
                case MIN -> Long.MAX_VALUE;
                case MAX -> Long.MIN_VALUE;
            };
        }
    }

    /// A `double`, combined by a function of the user.
    record UserDouble(Reduction.OfDouble how) implements OneWord {

        @Override
        public long combine(long left, long right) {
            double a = Double.longBitsToDouble(left);
            double b = Double.longBitsToDouble(right);
            return Double.doubleToRawLongBits(how.combine().applyAsDouble(a, b));
        }

        @Override
        public long empty() {
            return Double.doubleToRawLongBits(how.identity());
        }
    }

    /// A `long`, combined by a function of the user.
    record UserLong(Reduction.OfLong how) implements OneWord {

        @Override
        public long combine(long left, long right) {
            return how.combine().applyAsLong(left, right);
        }

        @Override
        public long empty() {
            return how.identity();
        }
    }

    /// The index of the first element that was found, or -1.
    ///
    /// @param found what is settled once an element was found
    record Found(Settled found) implements OneWord {

        @Override
        public long combine(long left, long right) {
            return left < 0 ? right : left;
        }

        @Override
        public long empty() {
            return -1;
        }

        @Override
        public Settled settles(long[] node) {
            return node[0] < 0 ? Settled.NOTHING : found;
        }
    }

    /// The first least or greatest element, and its index. NaN wins.
    record Arg(BuiltIn how, boolean floating) implements NodeRule {

        @Override
        public int words() {
            return 2;
        }

        @Override
        public void combine(long[] left, long leftCount, long[] right, long rightCount) {
            if (isBetter(right[0], left[0])) {
                left[0] = right[0];
                left[1] = right[1];
            }
        }

        /// Whether the value is taken although its index is higher. Both zeros are equal.
        boolean isBetter(long value, long than) {
            if (!floating) {
                return how == BuiltIn.MIN ? value < than : value > than;
            }
            double a = Double.longBitsToDouble(value);
            double b = Double.longBitsToDouble(than);
            return !Double.isNaN(b) && (Double.isNaN(a) || (how == BuiltIn.MIN ? a < b : a > b));
        }

        @Override
        public void empty(long[] node) {
            node[0] = 0;
            node[1] = -1;
        }
    }

    /// A 128-bit sum.
    record Sum128() implements NodeRule {

        @Override
        public int words() {
            return 2;
        }

        @Override
        public void combine(long[] left, long leftCount, long[] right, long rightCount) {
            LongReducer.add128(left, right[0], right[1]);
        }

        @Override
        public void empty(long[] node) {
            node[0] = 0;
            node[1] = 0;
        }
    }

    /// A summary. Means and M2 are combined in exactly this order of operations: see Chan, Golub
    /// and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances",
    /// 1979.
    record Summary(OneWord sum, OneWord min, OneWord max) implements NodeRule {

        @Override
        public int words() {
            return 5;
        }

        @Override
        public void combine(long[] left, long leftCount, long[] right, long rightCount) {
            double meanA = Double.longBitsToDouble(left[1]);
            double meanB = Double.longBitsToDouble(right[1]);
            double m2A = Double.longBitsToDouble(left[2]);
            double m2B = Double.longBitsToDouble(right[2]);
            double countA = leftCount;
            double countB = rightCount;
            double count = leftCount + rightCount;
            double delta = meanB - meanA;
            double mean = meanA + delta * (countB / count);
            double m2 = (m2A + m2B) + (delta * delta) * (countA * (countB / count));
            left[0] = sum.combine(left[0], right[0]);
            left[1] = Double.doubleToRawLongBits(mean);
            left[2] = Double.doubleToRawLongBits(m2);
            left[3] = min.combine(left[3], right[3]);
            left[4] = max.combine(left[4], right[4]);
        }

        @Override
        public void empty(long[] node) {
            node[0] = sum.empty();
            node[1] = Double.doubleToRawLongBits(Double.NaN);
            node[2] = Double.doubleToRawLongBits(0.0);
            node[3] = min.empty();
            node[4] = max.empty();
        }
    }
}
