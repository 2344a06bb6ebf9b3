package io.millrace.engine.kernel;

import io.millrace.engine.DoubleUnary;

/// Built-in maps of `double`. Transcendental functions are `StrictMath`'s, so they have the same
/// bits on every machine and under every kernel.
public enum DoubleUnaryOp implements DoubleUnary {
    /// `x * x`
    SQUARE,
    /// `-x`
    NEGATE,
    /// `|x|`
    ABS,
    /// `sqrt(x)`, correctly rounded
    SQRT,
    /// `1 / x`
    RECIPROCAL,
    /// Largest whole number not above.
    FLOOR,
    /// Smallest whole number not below.
    CEIL,
    /// Nearest whole number, ties to even.
    RINT,
    /// -1, 1, or the zero itself.
    SIGNUM,
    /// `StrictMath.exp`
    EXP,
    /// `StrictMath.expm1`
    EXPM1,
    /// `StrictMath.log`
    LOG,
    /// `StrictMath.log1p`
    LOG1P,
    /// `StrictMath.log10`
    LOG10,
    /// `StrictMath.sin`
    SIN,
    /// `StrictMath.cos`
    COS,
    /// `StrictMath.tan`
    TAN,
    /// `StrictMath.asin`
    ASIN,
    /// `StrictMath.acos`
    ACOS,
    /// `StrictMath.atan`
    ATAN,
    /// `StrictMath.sinh`
    SINH,
    /// `StrictMath.cosh`
    COSH,
    /// `StrictMath.tanh`
    TANH,
    /// `StrictMath.cbrt`
    CBRT;

    @Override
    public double applyAsDouble(double operand) {
        return switch (this) {
            case SQUARE -> operand * operand;
            case NEGATE -> -operand;
            case ABS -> Math.abs(operand);
            case SQRT -> Math.sqrt(operand);
            case RECIPROCAL -> 1 / operand;
            case FLOOR -> Math.floor(operand);
            case CEIL -> Math.ceil(operand);
            case RINT -> Math.rint(operand);
            case SIGNUM -> Math.signum(operand);
            case EXP -> StrictMath.exp(operand);
            case EXPM1 -> StrictMath.expm1(operand);
            case LOG -> StrictMath.log(operand);
            case LOG1P -> StrictMath.log1p(operand);
            case LOG10 -> StrictMath.log10(operand);
            case SIN -> StrictMath.sin(operand);
            case COS -> StrictMath.cos(operand);
            case TAN -> StrictMath.tan(operand);
            case ASIN -> StrictMath.asin(operand);
            case ACOS -> StrictMath.acos(operand);
            case ATAN -> StrictMath.atan(operand);
            case SINH -> StrictMath.sinh(operand);
            case COSH -> StrictMath.cosh(operand);
            case TANH -> StrictMath.tanh(operand);
            case CBRT -> StrictMath.cbrt(operand);
        };
    }
}
