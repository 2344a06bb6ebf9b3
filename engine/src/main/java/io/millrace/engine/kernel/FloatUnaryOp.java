package io.millrace.engine.kernel;

import io.millrace.engine.FloatUnary;

/// Built-in maps of `float`. Results are rounded once to `float`: transcendental functions are
/// `StrictMath`'s of the same number as `double`, so they have the same bits on every machine and
/// under every kernel.
public enum FloatUnaryOp implements FloatUnary {
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
    public float applyAsFloat(float operand) {
        return switch (this) {
            case SQUARE -> operand * operand;
            case NEGATE -> -operand;
            case ABS -> Math.abs(operand);
            case SQRT -> (float) Math.sqrt(operand);
            case RECIPROCAL -> 1 / operand;
            case FLOOR -> (float) Math.floor(operand);
            case CEIL -> (float) Math.ceil(operand);
            case RINT -> (float) Math.rint(operand);
            case SIGNUM -> Math.signum(operand);
            case EXP -> (float) StrictMath.exp(operand);
            case EXPM1 -> (float) StrictMath.expm1(operand);
            case LOG -> (float) StrictMath.log(operand);
            case LOG1P -> (float) StrictMath.log1p(operand);
            case LOG10 -> (float) StrictMath.log10(operand);
            case SIN -> (float) StrictMath.sin(operand);
            case COS -> (float) StrictMath.cos(operand);
            case TAN -> (float) StrictMath.tan(operand);
            case ASIN -> (float) StrictMath.asin(operand);
            case ACOS -> (float) StrictMath.acos(operand);
            case ATAN -> (float) StrictMath.atan(operand);
            case SINH -> (float) StrictMath.sinh(operand);
            case COSH -> (float) StrictMath.cosh(operand);
            case TANH -> (float) StrictMath.tanh(operand);
            case CBRT -> (float) StrictMath.cbrt(operand);
        };
    }
}
