package io.millrace.engine.kernel;

import io.millrace.engine.LongBinary;

/// Built-in combinations of two `long` elements.
public enum LongBinaryOp implements LongBinary {
    /// `a + b`, wrapping
    ADD,
    /// `a - b`, wrapping
    SUBTRACT,
    /// `a * b`, wrapping
    MULTIPLY,
    /// `a / b` towards zero; by zero `ArithmeticException`
    DIVIDE,
    /// The smaller.
    MIN,
    /// The larger.
    MAX,
    /// `a & b`
    AND,
    /// `a | b`
    OR,
    /// `a ^ b`
    XOR,
    /// `a + b`, or `ArithmeticException` on overflow
    ADD_EXACT,
    /// `a - b`, or `ArithmeticException` on overflow
    SUBTRACT_EXACT,
    /// `a * b`, or `ArithmeticException` on overflow
    MULTIPLY_EXACT;

    @Override
    public long applyAsLong(long left, long right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case ADD_EXACT -> Math.addExact(left, right);
            case SUBTRACT_EXACT -> Math.subtractExact(left, right);
            case MULTIPLY_EXACT -> Math.multiplyExact(left, right);
        };
    }
}
