package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleSummary;
import io.millrace.engine.LongSummary;
import io.millrace.engine.kernel.Reduction;
import java.math.BigInteger;

/// Turns the root of a summation tree into the result that the user gets.
public final class NodeValue {

    private NodeValue() {}

    /// The result of a reduction or a dot product over `double` or `float`; a count becomes a
    /// `double`.
    public static double ofDouble(Reduction how, long[] node) {
        if (how == Reduction.COUNT_NONZERO) {
            return (double) node[0];
        }
        return how instanceof Reduction.BuiltIn ? number(node[0]) : Double.longBitsToDouble(node[0]);
    }

    /// The number of these bits; any NaN as [Double#NaN]: which sign and payload a NaN has depends on the
    /// instructions of a kernel and on the order of their operands.
    private static double number(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isNaN(value) ? Double.NaN : value;
    }

    /// The result of a reduction or a dot product over integers.
    ///
    /// @throws ArithmeticException when a checked sum does not fit into a `long`; it names the true
    ///         sum
    public static long ofLong(Reduction how, long[] node) {
        if (how == Reduction.SUM_CHECKED && node[1] != node[0] >> 63) {
            BigInteger low = new BigInteger(Long.toUnsignedString(node[0]));
            BigInteger total = BigInteger.valueOf(node[1]).shiftLeft(64).add(low);
            throw new ArithmeticException("the sum does not fit into a long: sum=" + total);
        }
        return node[0];
    }

    /// The summary of `count` elements of `double` or `float`.
    public static DoubleSummary doubleSummary(long[] node, long count) {
        double m2 = number(node[2]);
        return new DoubleSummary(
                count,
                number(node[0]),
                number(node[1]),
                m2 / count,
                count < 2 ? Double.NaN : m2 / (count - 1),
                number(node[3]),
                number(node[4]));
    }

    /// The summary of `count` integers.
    public static LongSummary longSummary(long[] node, long count) {
        double m2 = Double.longBitsToDouble(node[2]);
        return new LongSummary(
                count,
                node[0],
                Double.longBitsToDouble(node[1]),
                m2 / count,
                count < 2 ? Double.NaN : m2 / (count - 1),
                node[3],
                node[4]);
    }
}
