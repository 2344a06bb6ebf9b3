package io.millrace.engine.kernel;

import io.millrace.engine.FloatUnary;

/// A built-in map of `float` with its parameters; see [FloatUnaryOps].
record FloatParameterOp(ParameterOp kind, float first, float second) implements FloatUnary, Parametric {

    static FloatParameterOp of(OpCode code) {
        return new FloatParameterOp(
                ParameterOp.of(code),
                Float.intBitsToFloat((int) code.first()),
                Float.intBitsToFloat((int) code.second()));
    }

    @Override
    public float applyAsFloat(float operand) {
        return switch (kind) {
            case SCALE -> operand * first;
            case PLUS -> operand + first;
            case POWER -> (float) StrictMath.pow(operand, first);
            case CLAMP -> Math.min(second, Math.max(operand, first));
        };
    }

    @Override
    public OpCode code() {
        return OpFamily.FLOAT_UNARY.code(
                OpCode.FIRST_PARAMETRIC + kind.ordinal(),
                Float.floatToRawIntBits(first),
                Float.floatToRawIntBits(second));
    }
}
