// Generated from X-UnaryOps.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.IntUnary;
import io.millrace.engine.internal.kernel.functions.IntParameterOp;
import io.millrace.engine.internal.kernel.functions.ParameterOp;

/// Built-in maps of `int` that have parameters.
public final class IntUnaryOps {

    private IntUnaryOps() {}

    /// `x * factor`, wrapping.
    public static IntUnary scale(int factor) {
        return new IntParameterOp(ParameterOp.SCALE, factor, 0);
    }

    /// `x + addend`, wrapping.
    public static IntUnary plus(int addend) {
        return new IntParameterOp(ParameterOp.PLUS, addend, 0);
    }

    /// `Math.min(high, Math.max(x, low))`.
    ///
    /// @throws IllegalArgumentException if `low` is above `high`
    public static IntUnary clamp(int low, int high) {
        if (low > high) {
            throw new IllegalArgumentException(
                    "clamp needs low <= high: low=%s, high=%s".formatted(low, high));
        }
        return new IntParameterOp(ParameterOp.CLAMP, low, high);
    }
}
