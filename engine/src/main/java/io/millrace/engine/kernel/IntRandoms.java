// Generated from X-Randoms.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.RandomToInt;
import io.millrace.engine.internal.kernel.functions.IntRandomOps;

/// Built-in random `int` elements. Each element takes one `nextLong` of the stream of its block.
public final class IntRandoms {

    private IntRandoms() {}

    /// Uniformly distributed whole numbers from `low` to below `high`. A number is `low` plus the
    /// upper 64 bits of the 128-bit product of one draw and `high - low`. The probabilities of two
    /// numbers differ by at most one part in `2^64 / (high - low)`.
    ///
    /// @throws IllegalArgumentException unless `low < high`
    public static RandomToInt whole(int low, int high) {
        return new IntRandomOps.Whole(low, high);
    }
}
