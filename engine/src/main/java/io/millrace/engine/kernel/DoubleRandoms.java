// Generated from X-Randoms.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.RandomToDouble;
import io.millrace.engine.internal.kernel.functions.DoubleRandomOps;

/// Built-in random `double` elements. Each element takes one `nextLong` of the stream of its block.
public final class DoubleRandoms {

    private DoubleRandoms() {}

    /// Uniformly distributed numbers from `low` to below `high`: `low + u * (high - low)`, where
    /// `u` has 53 random bits of one draw.
    ///
    /// @throws IllegalArgumentException unless `low < high` and both and their distance are finite
    public static RandomToDouble uniform(double low, double high) {
        return new DoubleRandomOps.Uniform(low, high);
    }

    /// Uniformly distributed whole numbers from `low` to below `high`; above 2^53 they are
    /// rounded. A number is `low` plus the upper 64 bits of the 128-bit product of one draw and
    /// `high - low`. The probabilities of two numbers differ by at most one part in
    /// `2^64 / (high - low)`.
    ///
    /// @throws IllegalArgumentException unless `low < high`
    public static RandomToDouble whole(long low, long high) {
        return new DoubleRandomOps.Whole(low, high);
    }
}
