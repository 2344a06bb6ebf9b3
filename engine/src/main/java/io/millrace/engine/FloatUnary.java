// Generated from X-Unary.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;

/// Maps a `float` to a `float`. The JDK has no such interface; this one is used like
/// [DoubleUnary].
@FunctionalInterface
public interface FloatUnary extends Serializable {

    /// Gives back what it is given.
    static FloatUnary identity() {
        return operand -> operand;
    }

    /// The number for another.
    float applyAsFloat(float operand);

    /// First this function, then `after`.
    default FloatUnary andThen(FloatUnary after) {
        Objects.requireNonNull(after, "after");
        return operand -> after.applyAsFloat(applyAsFloat(operand));
    }

    /// First `before`, then this function.
    default FloatUnary compose(FloatUnary before) {
        Objects.requireNonNull(before, "before");
        return operand -> applyAsFloat(before.applyAsFloat(operand));
    }
}
