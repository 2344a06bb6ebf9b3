package io.millrace.engine.kernel;

import io.millrace.engine.IntUnary;

/// Built-in maps of `int`. Fused with a sum they are computed in `long`.
public enum IntUnaryOp implements IntUnary {
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
    public int applyAsInt(int operand) {
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
