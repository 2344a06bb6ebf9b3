// Generated from X-Unary.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/// Maps an `int` to an `int`: an [IntUnaryOperator] that worker processes can be given.
///
/// Constants and factories of `io.millrace.engine.kernel` have loops of their own in all kernels; a
/// lambda or method reference travels to the workers by its name, with the values it captured.
@FunctionalInterface
@SuppressWarnings("overloads") // the narrower one is taken for a lambda, so that it can travel
public interface IntUnary extends IntUnaryOperator, Serializable {

    /// Gives back what it is given.
    static IntUnary identity() {
        return operand -> operand;
    }

    /// Travels only if `after` does.
    @Override
    default IntUnary andThen(IntUnaryOperator after) {
        Objects.requireNonNull(after, "after");
        return operand -> after.applyAsInt(applyAsInt(operand));
    }

    /// First this function, then `after`.
    default IntUnary andThen(IntUnary after) {
        return andThen((IntUnaryOperator) after);
    }

    /// Travels only if `before` does.
    @Override
    default IntUnary compose(IntUnaryOperator before) {
        Objects.requireNonNull(before, "before");
        return operand -> applyAsInt(before.applyAsInt(operand));
    }

    /// First `before`, then this function.
    default IntUnary compose(IntUnary before) {
        return compose((IntUnaryOperator) before);
    }
}
