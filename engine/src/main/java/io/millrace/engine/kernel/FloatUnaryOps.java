// Generated from X-UnaryOps.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.FloatUnary;
import io.millrace.engine.internal.kernel.functions.FloatParameterOp;
import io.millrace.engine.internal.kernel.functions.ParameterOp;

/// Built-in maps of `float` that have parameters.
public final class FloatUnaryOps {

    private FloatUnaryOps() {}

    /// `x * factor`.
    public static FloatUnary scale(float factor) {
        return new FloatParameterOp(ParameterOp.SCALE, factor, 0);
    }

    /// `x + addend`.
    public static FloatUnary plus(float addend) {
        return new FloatParameterOp(ParameterOp.PLUS, addend, 0);
    }

    /// `StrictMath.pow(x, exponent)`, rounded to `float`.
    public static FloatUnary power(float exponent) {
        return new FloatParameterOp(ParameterOp.POWER, exponent, 0);
    }

    /// `Math.min(high, Math.max(x, low))`: NaN stays NaN.
    ///
    /// @throws IllegalArgumentException if `low` is above `high` or one of them is NaN
    public static FloatUnary clamp(float low, float high) {
        if (Float.isNaN(low) || Float.isNaN(high) || Float.compare(low, high) > 0) {
            throw new IllegalArgumentException(
                    "clamp needs low <= high: low=%s, high=%s".formatted(low, high));
        }
        return new FloatParameterOp(ParameterOp.CLAMP, low, high);
    }
}
