// Generated from X-BinaryOp.java.template
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
    MULTIPLY_EXACT,
    /// `a < b ? 1 : 0`
    LESS,
    /// `a <= b ? 1 : 0`
    LESS_OR_EQUAL,
    /// `a > b ? 1 : 0`
    GREATER,
    /// `a >= b ? 1 : 0`
    GREATER_OR_EQUAL,
    /// `a == b ? 1 : 0`
    EQUAL,
    /// `a != b ? 1 : 0`
    NOT_EQUAL;

    @Override
    public long applyAsLong(long a, long b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case ADD_EXACT -> Math.addExact(a, b);
            case SUBTRACT_EXACT -> Math.subtractExact(a, b);
            case MULTIPLY_EXACT -> Math.multiplyExact(a, b);
            case LESS -> a < b ? 1 : 0;
            case LESS_OR_EQUAL -> a <= b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case GREATER_OR_EQUAL -> a >= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case NOT_EQUAL -> a != b ? 1 : 0;
        };
    }
}
