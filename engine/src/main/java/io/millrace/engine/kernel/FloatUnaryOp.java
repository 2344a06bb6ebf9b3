// Generated from X-UnaryOp.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.FloatUnary;

/// Built-in maps of `float`. Results are rounded once to `float`. Transcendental functions are
/// those of `StrictMath` over the same number as `double`, so they give the same bits on every
/// machine and under every kernel.
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
    /// The largest whole number that is not above `x`.
    FLOOR,
    /// The smallest whole number that is not below `x`.
    CEIL,
    /// The nearest whole number; of two, the even one.
    RINT,
    /// -1 or 1 by the sign of `x`; a zero or NaN as it is.
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
    CBRT,
    /// `x * x * x`
    CUBE;

    @Override
    public float applyAsFloat(float x) {
        return switch (this) {
            case SQUARE -> x * x;
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SQRT -> (float) Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case FLOOR -> (float) Math.floor(x);
            case CEIL -> (float) Math.ceil(x);
            case RINT -> (float) Math.rint(x);
            case SIGNUM -> Math.signum(x);
            case EXP -> (float) StrictMath.exp(x);
            case EXPM1 -> (float) StrictMath.expm1(x);
            case LOG -> (float) StrictMath.log(x);
            case LOG1P -> (float) StrictMath.log1p(x);
            case LOG10 -> (float) StrictMath.log10(x);
            case SIN -> (float) StrictMath.sin(x);
            case COS -> (float) StrictMath.cos(x);
            case TAN -> (float) StrictMath.tan(x);
            case ASIN -> (float) StrictMath.asin(x);
            case ACOS -> (float) StrictMath.acos(x);
            case ATAN -> (float) StrictMath.atan(x);
            case SINH -> (float) StrictMath.sinh(x);
            case COSH -> (float) StrictMath.cosh(x);
            case TANH -> (float) StrictMath.tanh(x);
            case CBRT -> (float) StrictMath.cbrt(x);
            case CUBE -> x * x * x;
        };
    }
}
