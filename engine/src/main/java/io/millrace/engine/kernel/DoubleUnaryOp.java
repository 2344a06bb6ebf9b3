// Generated from X-UnaryOp.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.DoubleUnary;

/// Built-in maps of `double`. Transcendental functions are those of `StrictMath`, so they give the
/// same bits on every machine and under every kernel.
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
    public double applyAsDouble(double x) {
        return switch (this) {
            case SQUARE -> x * x;
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case RINT -> Math.rint(x);
            case SIGNUM -> Math.signum(x);
            case EXP -> StrictMath.exp(x);
            case EXPM1 -> StrictMath.expm1(x);
            case LOG -> StrictMath.log(x);
            case LOG1P -> StrictMath.log1p(x);
            case LOG10 -> StrictMath.log10(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case TAN -> StrictMath.tan(x);
            case ASIN -> StrictMath.asin(x);
            case ACOS -> StrictMath.acos(x);
            case ATAN -> StrictMath.atan(x);
            case SINH -> StrictMath.sinh(x);
            case COSH -> StrictMath.cosh(x);
            case TANH -> StrictMath.tanh(x);
            case CBRT -> StrictMath.cbrt(x);
            case CUBE -> x * x * x;
        };
    }
}
