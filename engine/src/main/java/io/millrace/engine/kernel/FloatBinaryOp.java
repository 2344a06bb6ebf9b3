package io.millrace.engine.kernel;

import io.millrace.engine.FloatBinary;

/// Built-in combinations of two `float` elements.
public enum FloatBinaryOp implements FloatBinary {
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
    public float applyAsFloat(float left, float right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
            case POWER -> (float) StrictMath.pow(left, right);
            case ATAN2 -> (float) StrictMath.atan2(left, right);
            case HYPOT -> (float) StrictMath.hypot(left, right);
        };
    }
}
