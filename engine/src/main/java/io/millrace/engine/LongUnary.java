package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/// Maps a `long` to a `long`: a [LongUnaryOperator] that worker processes can be given. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface LongUnary extends LongUnaryOperator, Serializable {

    @Override
    default LongUnary andThen(LongUnaryOperator after) {
        Objects.requireNonNull(after, "after");
        return operand -> after.applyAsLong(applyAsLong(operand));
    }

    @Override
    default LongUnary compose(LongUnaryOperator before) {
        Objects.requireNonNull(before, "before");
        return operand -> applyAsLong(before.applyAsLong(operand));
    }
}
