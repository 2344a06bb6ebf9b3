package io.millrace.engine.kernel;

import java.util.Set;

/// A built-in function with its parameters, as numbers that fit into the file.
///
/// @param family element type and role, 1 and up
/// @param code ordinal of the enum constant, or [#FIRST_PARAMETRIC] and up for those with parameters
/// @param first first parameter, raw bits of its type
/// @param second second parameter
public record OpCode(int family, int code, long first, long second) implements Op {

    private static final Set<String> DEAR =
            Set.of(
                    "EXP", "EXPM1", "LOG", "LOG1P", "LOG10", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "SINH",
                    "COSH", "TANH", "CBRT", "POWER", "ATAN2", "HYPOT");

    /// Code of no built-in function: where a work stands in the file, its function is the user's.
    static final int USER = -1;

    /// Codes from here on take parameters.
    static final int FIRST_PARAMETRIC = 100;

    /// The map of `int` that this is, computed in `long`: its constants and parameters carry over.
    OpCode widened() {
        return new OpCode(OpFamily.LONG_UNARY.number(), code, first, second);
    }

    @Override
    public Object function() {
        return switch (OpFamily.of(this)) {
            case DOUBLE_UNARY ->
                    hasParameters() ? DoubleParameterOp.of(this) : OpFamily.named(DoubleUnaryOp.values(), this);
            case FLOAT_UNARY ->
                    hasParameters() ? FloatParameterOp.of(this) : OpFamily.named(FloatUnaryOp.values(), this);
            case LONG_UNARY ->
                    hasParameters() ? LongParameterOp.of(this) : OpFamily.named(LongUnaryOp.values(), this);
            case INT_UNARY ->
                    hasParameters() ? IntParameterOp.of(this) : OpFamily.named(IntUnaryOp.values(), this);
            case DOUBLE_BINARY -> OpFamily.named(DoubleBinaryOp.values(), this);
            case FLOAT_BINARY -> OpFamily.named(FloatBinaryOp.values(), this);
            case LONG_BINARY -> OpFamily.named(LongBinaryOp.values(), this);
            case INT_BINARY -> OpFamily.named(IntBinaryOp.values(), this);
            case DOUBLE_GENERATOR -> DoubleGenerators.Linear.of(this);
            case FLOAT_GENERATOR -> FloatGenerators.Linear.of(this);
            case LONG_GENERATOR -> LongGenerators.Linear.of(this);
            case INT_GENERATOR -> IntGenerators.Linear.of(this);
            case DOUBLE_RANDOM -> DoubleRandoms.of(this);
            case FLOAT_RANDOM -> FloatRandoms.of(this);
            case LONG_RANDOM -> LongRandoms.of(this);
            case INT_RANDOM -> IntRandoms.of(this);
            case DOUBLE_INDEXED, FLOAT_INDEXED, LONG_INDEXED, INT_INDEXED -> throw OpFamily.unknown(this);
        };
    }

    /// Whether an element costs some 10 ns and more: transcendental functions and random numbers.
    boolean isDear() {
        return switch (OpFamily.of(this)) {
            case DOUBLE_RANDOM, FLOAT_RANDOM, LONG_RANDOM, INT_RANDOM -> true;
            case DOUBLE_GENERATOR, FLOAT_GENERATOR, LONG_GENERATOR, INT_GENERATOR -> false;
            default -> DEAR.contains(name());
        };
    }

    @Override
    public String name() {
        return function() instanceof Enum<?> named ? named.name() : ParameterOp.of(this).name();
    }

    boolean hasParameters() {
        return code >= FIRST_PARAMETRIC;
    }
}
