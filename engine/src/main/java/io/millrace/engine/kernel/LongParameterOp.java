package io.millrace.engine.kernel;

import io.millrace.engine.LongUnary;

/// A built-in map of `long` with its parameters; see [LongUnaryOps].
record LongParameterOp(ParameterOp kind, long first, long second) implements LongUnary, Parametric {

    LongParameterOp {
        if (kind == ParameterOp.POWER) {
            throw new IllegalArgumentException("power is not built in for integers");
        }
    }

    static LongParameterOp of(OpCode code) {
        return new LongParameterOp(
                ParameterOp.of(code),
                code.first(),
                code.second());
    }

    @Override
    public long applyAsLong(long operand) {
        return switch (kind) {
            case SCALE -> operand * first;
            case PLUS -> operand + first;
            case POWER -> throw new IllegalStateException("refused when made");
            case CLAMP -> Math.min(second, Math.max(operand, first));
        };
    }

    @Override
    public OpCode code() {
        return OpFamily.LONG_UNARY.code(
                OpCode.FIRST_PARAMETRIC + kind.ordinal(),
                first,
                second);
    }
}
