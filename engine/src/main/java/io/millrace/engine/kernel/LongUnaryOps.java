// Generated from X-UnaryOps.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.LongUnary;
import io.millrace.engine.internal.kernel.functions.LongParameterOp;
import io.millrace.engine.internal.kernel.functions.ParameterOp;

/// Built-in maps of `long` that have parameters.
public final class LongUnaryOps {

    private LongUnaryOps() {}

    /// `x * factor`, wrapping.
    public static LongUnary scale(long factor) {
        return new LongParameterOp(ParameterOp.SCALE, factor, 0);
    }

    /// `x + addend`, wrapping.
    public static LongUnary plus(long addend) {
        return new LongParameterOp(ParameterOp.PLUS, addend, 0);
    }

    /// `Math.min(high, Math.max(x, low))`.
    ///
    /// @throws IllegalArgumentException if `low` is above `high`
    public static LongUnary clamp(long low, long high) {
        if (low > high) {
            throw new IllegalArgumentException(
                    "clamp needs low <= high: low=%s, high=%s".formatted(low, high));
        }
        return new LongParameterOp(ParameterOp.CLAMP, low, high);
    }
}
