// Generated from X-UnaryOps.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.internal.kernel.functions.DoubleParameterOp;
import io.millrace.engine.internal.kernel.functions.ParameterOp;

/// Built-in maps of `double` that have parameters.
public final class DoubleUnaryOps {

    private DoubleUnaryOps() {}

    /// `x * factor`.
    public static DoubleUnary scale(double factor) {
        return new DoubleParameterOp(ParameterOp.SCALE, factor, 0);
    }

    /// `x + addend`.
    public static DoubleUnary plus(double addend) {
        return new DoubleParameterOp(ParameterOp.PLUS, addend, 0);
    }

    /// `StrictMath.pow(x, exponent)`.
    public static DoubleUnary power(double exponent) {
        return new DoubleParameterOp(ParameterOp.POWER, exponent, 0);
    }

    /// `Math.min(high, Math.max(x, low))`: NaN stays NaN.
    ///
    /// @throws IllegalArgumentException if `low` is above `high` or one of them is NaN
    public static DoubleUnary clamp(double low, double high) {
        if (Double.isNaN(low) || Double.isNaN(high) || Double.compare(low, high) > 0) {
            throw new IllegalArgumentException(
                    "clamp needs low <= high: low=%s, high=%s".formatted(low, high));
        }
        return new DoubleParameterOp(ParameterOp.CLAMP, low, high);
    }
}
