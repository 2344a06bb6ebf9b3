// Generated from X-BinaryOp.java.template
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
    HYPOT,
    /// `a < b ? 1 : 0`
    LESS,
    /// `a <= b ? 1 : 0`
    LESS_OR_EQUAL,
    /// `a > b ? 1 : 0`
    GREATER,
    /// `a >= b ? 1 : 0`
    GREATER_OR_EQUAL,
    /// `a == b ? 1 : 0`
    EQUAL,
    /// `a != b ? 1 : 0`
    NOT_EQUAL;

    @Override
    public double applyAsDouble(double a, double b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case POWER -> StrictMath.pow(a, b);
            case ATAN2 -> StrictMath.atan2(a, b);
            case HYPOT -> StrictMath.hypot(a, b);
            case LESS -> a < b ? 1 : 0;
            case LESS_OR_EQUAL -> a <= b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case GREATER_OR_EQUAL -> a >= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case NOT_EQUAL -> a != b ? 1 : 0;
        };
    }
}
