// Generated from X-Generator.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/// Makes the element of a `long` array from its index; for `byte` and `short` arrays the result is
/// narrowed by a cast.
///
/// Constants and factories of `io.millrace.engine.kernel` have loops of their own in all kernels; a
/// lambda or method reference travels to the workers by its name, with the values it captured.
@FunctionalInterface
@SuppressWarnings("overloads") // the narrower one is taken for a lambda, so that it can travel
public interface LongGenerator extends LongUnaryOperator, Serializable {

    /// Travels only if `after` does.
    @Override
    default LongGenerator andThen(LongUnaryOperator after) {
        Objects.requireNonNull(after, "after");
        return index -> after.applyAsLong(applyAsLong(index));
    }

    /// First this function, then `after`.
    default LongGenerator andThen(LongUnary after) {
        return andThen((LongUnaryOperator) after);
    }

    /// Travels only if `before` does.
    @Override
    default LongGenerator compose(LongUnaryOperator before) {
        Objects.requireNonNull(before, "before");
        return index -> applyAsLong(before.applyAsLong(index));
    }

    /// First `before`, then this function.
    default LongGenerator compose(LongUnary before) {
        return compose((LongUnaryOperator) before);
    }
}
