package io.millrace.engine.kernel;

/// Which map a function with parameters is.
enum ParameterOp {
    SCALE,
    PLUS,
    POWER,
    CLAMP;

    static ParameterOp of(OpCode code) {
        int index = code.code() - OpCode.FIRST_PARAMETRIC;
        if (index < 0 || index >= values().length) {
            throw OpFamily.unknown(code);
        }
        return values()[index];
    }
}
