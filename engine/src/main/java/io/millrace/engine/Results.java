package io.millrace.engine;

import io.millrace.engine.kernel.Reduction;

/// Reads what a reduction gave from the root of its summation tree.
final class Results {
    private Results() {}

    /// From the words of the root and the number of elements.
    @FunctionalInterface
    interface Reader<R> {
        R read(long[] root, long count);
    }

    static Reader<Double> toDouble(Reduction how) {
        return (root, count) ->
                how == Reduction.COUNT_NONZERO ? (double) root[0] : Double.longBitsToDouble(root[0]);
    }

    static Reader<Long> toLong(Reduction how) {
        return how == Reduction.SUM_CHECKED ? (root, count) -> checked(root[0], root[1]) : (root, count) -> root[0];
    }

    private static long checked(long low, long high) {
        if (high != low >> 63) {
            throw new ArithmeticException(
                    "the sum does not fit into a long: high=%#x, low=%#x; convert to double, or sum in parts"
                            .formatted(high, low));
        }
        return low;
    }

    static DoubleSummary doubleSummary(long[] root, long count) {
        double m2 = Double.longBitsToDouble(root[2]);
        return new DoubleSummary(
                count,
                Double.longBitsToDouble(root[0]),
                mean(root, count),
                variance(m2, count),
                variance(m2, count - 1),
                Double.longBitsToDouble(root[3]),
                Double.longBitsToDouble(root[4]));
    }

    static LongSummary longSummary(long[] root, long count) {
        double m2 = Double.longBitsToDouble(root[2]);
        return new LongSummary(
                count, root[0], mean(root, count), variance(m2, count), variance(m2, count - 1), root[3], root[4]);
    }

    private static double mean(long[] root, long count) {
        return count == 0 ? Double.NaN : Double.longBitsToDouble(root[1]);
    }

    /// Of no degrees of freedom: NaN.
    private static double variance(double m2, long freedom) {
        return freedom <= 0 ? Double.NaN : m2 / freedom;
    }
}
