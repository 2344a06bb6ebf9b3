package io.millrace.engine.kernel;

import io.millrace.engine.DoubleUnary;

/// A built-in map of `double` with its parameters; see [DoubleUnaryOps].
record DoubleParameterOp(ParameterOp kind, double first, double second) implements DoubleUnary, Parametric {

    static DoubleParameterOp of(OpCode code) {
        return new DoubleParameterOp(
                ParameterOp.of(code),
                Double.longBitsToDouble(code.first()),
                Double.longBitsToDouble(code.second()));
    }

    @Override
    public double applyAsDouble(double operand) {
        return switch (kind) {
            case SCALE -> operand * first;
            case PLUS -> operand + first;
            case POWER -> StrictMath.pow(operand, first);
            case CLAMP -> Math.min(second, Math.max(operand, first));
        };
    }

    @Override
    public OpCode code() {
        return OpFamily.DOUBLE_UNARY.code(
                OpCode.FIRST_PARAMETRIC + kind.ordinal(),
                Double.doubleToRawLongBits(first),
                Double.doubleToRawLongBits(second));
    }
}
