package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;

/// Built-in combinations of two `double` elements.
public enum DoubleBinaryOp implements DoubleBinary {
    /// `a + b`
    ADD,
    /// `a - b`
    SUBTRACT,
    /// `a * b`
    MULTIPLY,
    /// `a / b`
    DIVIDE,
    /// `Math.min`: NaN wins, -0.0 is below 0.0.
    MIN,
    /// `Math.max`: NaN wins, 0.0 is above -0.0.
    MAX,
    /// `StrictMath.pow`
    POWER,
    /// `StrictMath.atan2`
    ATAN2,
    /// `StrictMath.hypot`
    HYPOT;

    @Override
    public double applyAsDouble(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
            case POWER -> StrictMath.pow(left, right);
            case ATAN2 -> StrictMath.atan2(left, right);
            case HYPOT -> StrictMath.hypot(left, right);
        };
    }
}
