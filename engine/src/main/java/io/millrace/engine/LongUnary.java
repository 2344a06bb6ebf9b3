// Generated from X-Unary.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/// Maps a `long` to a `long`: a [LongUnaryOperator] that worker processes can be given.
///
/// Constants and factories of `io.millrace.engine.kernel` have loops of their own in all kernels; a
/// lambda or method reference travels to the workers by its name, with the values it captured.
@FunctionalInterface
@SuppressWarnings("overloads") // the narrower one is taken for a lambda, so that it can travel
public interface LongUnary extends LongUnaryOperator, Serializable {

    /// Gives back what it is given.
    static LongUnary identity() {
        return operand -> operand;
    }

    /// Travels only if `after` does.
    @Override
    default LongUnary andThen(LongUnaryOperator after) {
        Objects.requireNonNull(after, "after");
        return operand -> after.applyAsLong(applyAsLong(operand));
    }

    /// First this function, then `after`.
    default LongUnary andThen(LongUnary after) {
        return andThen((LongUnaryOperator) after);
    }

    /// Travels only if `before` does.
    @Override
    default LongUnary compose(LongUnaryOperator before) {
        Objects.requireNonNull(before, "before");
        return operand -> applyAsLong(before.applyAsLong(operand));
    }

    /// First `before`, then this function.
    default LongUnary compose(LongUnary before) {
        return compose((LongUnaryOperator) before);
    }
}
