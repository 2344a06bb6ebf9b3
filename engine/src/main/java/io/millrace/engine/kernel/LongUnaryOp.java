// Generated from X-UnaryOp.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.LongUnary;

/// Built-in maps of `long`, and of `byte` and `short` arrays, whose elements are widened.
public enum LongUnaryOp implements LongUnary {
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
    public long applyAsLong(long x) {
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
