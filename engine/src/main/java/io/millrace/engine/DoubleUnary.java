// Generated from X-Unary.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/// Maps a `double` to a `double`: a [DoubleUnaryOperator] that worker processes can be given.
///
/// Constants and factories of `io.millrace.engine.kernel` have loops of their own in all kernels; a
/// lambda or method reference travels to the workers by its name, with the values it captured.
@FunctionalInterface
@SuppressWarnings("overloads") // the narrower one is taken for a lambda, so that it can travel
public interface DoubleUnary extends DoubleUnaryOperator, Serializable {

    /// Gives back what it is given.
    static DoubleUnary identity() {
        return operand -> operand;
    }

    /// Travels only if `after` does.
    @Override
    default DoubleUnary andThen(DoubleUnaryOperator after) {
        Objects.requireNonNull(after, "after");
        return operand -> after.applyAsDouble(applyAsDouble(operand));
    }

    /// First this function, then `after`.
    default DoubleUnary andThen(DoubleUnary after) {
        return andThen((DoubleUnaryOperator) after);
    }

    /// Travels only if `before` does.
    @Override
    default DoubleUnary compose(DoubleUnaryOperator before) {
        Objects.requireNonNull(before, "before");
        return operand -> applyAsDouble(before.applyAsDouble(operand));
    }

    /// First `before`, then this function.
    default DoubleUnary compose(DoubleUnary before) {
        return compose((DoubleUnaryOperator) before);
    }
}
