package io.millrace.engine.kernel;

import io.millrace.engine.IntUnary;

/// A built-in map of `int` with its parameters; see [IntUnaryOps].
record IntParameterOp(ParameterOp kind, int first, int second) implements IntUnary, Parametric {

    IntParameterOp {
        if (kind == ParameterOp.POWER) {
            throw new IllegalArgumentException("power is not built in for integers");
        }
    }

    static IntParameterOp of(OpCode code) {
        return new IntParameterOp(
                ParameterOp.of(code),
                (int) code.first(),
                (int) code.second());
    }

    @Override
    public int applyAsInt(int operand) {
        return switch (kind) {
            case SCALE -> operand * first;
            case PLUS -> operand + first;
            case POWER -> throw new IllegalStateException("refused when made");
            case CLAMP -> Math.min(second, Math.max(operand, first));
        };
    }

    @Override
    public OpCode code() {
        return OpFamily.INT_UNARY.code(
                OpCode.FIRST_PARAMETRIC + kind.ordinal(),
                first,
                second);
    }
}
