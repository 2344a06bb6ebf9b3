// Generated from X-UnaryOp.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.IntUnary;

/// Built-in maps of `int`. In a reduction to a sum they are computed in `long`.
public enum IntUnaryOp implements IntUnary {
    /// `x * x`, wrapping
    SQUARE,
    /// `-x`, wrapping
    NEGATE,
    /// `|x|`; the smallest number stays as it is
    ABS,
    /// `x * x`, or `ArithmeticException` on overflow
    SQUARE_EXACT,
    /// `-x`, or `ArithmeticException` on overflow
    NEGATE_EXACT,
    /// `|x|`, or `ArithmeticException` on overflow
    ABS_EXACT,
    /// `x * x * x`, wrapping
    CUBE;

    @Override
    public int applyAsInt(int x) {
        return switch (this) {
            case SQUARE -> x * x;
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SQUARE_EXACT -> Math.multiplyExact(x, x);
            case NEGATE_EXACT -> Math.negateExact(x);
            case ABS_EXACT -> Math.absExact(x);
            case CUBE -> x * x * x;
        };
    }
}
