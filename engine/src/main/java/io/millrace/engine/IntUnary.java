package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/// Maps an `int` to an `int`: a [IntUnaryOperator] that worker processes can be given. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface IntUnary extends IntUnaryOperator, Serializable {

    @Override
    default IntUnary andThen(IntUnaryOperator after) {
        Objects.requireNonNull(after, "after");
        return operand -> after.applyAsInt(applyAsInt(operand));
    }

    @Override
    default IntUnary compose(IntUnaryOperator before) {
        Objects.requireNonNull(before, "before");
        return operand -> applyAsInt(before.applyAsInt(operand));
    }
}
