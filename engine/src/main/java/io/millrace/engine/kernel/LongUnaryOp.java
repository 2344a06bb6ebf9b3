package io.millrace.engine.kernel;

import io.millrace.engine.LongUnary;

/// Built-in maps of `long`. Also the maps of `byte` and `short` arrays, whose elements are
/// widened.
public enum LongUnaryOp implements LongUnary {
    /// `x * x`, wrapping on overflow
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
    ABS_EXACT;

    @Override
    public long applyAsLong(long operand) {
        return switch (this) {
            case SQUARE -> operand * operand;
            case NEGATE -> -operand;
            case ABS -> Math.abs(operand);
            case SQUARE_EXACT -> Math.multiplyExact(operand, operand);
            case NEGATE_EXACT -> Math.negateExact(operand);
            case ABS_EXACT -> Math.absExact(operand);
        };
    }
}
