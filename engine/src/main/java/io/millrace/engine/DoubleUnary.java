package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/// Maps a `double` to a `double`: a [DoubleUnaryOperator] that worker processes can be given. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface DoubleUnary extends DoubleUnaryOperator, Serializable {

    @Override
    default DoubleUnary andThen(DoubleUnaryOperator after) {
        Objects.requireNonNull(after, "after");
        return operand -> after.applyAsDouble(applyAsDouble(operand));
    }

    @Override
    default DoubleUnary compose(DoubleUnaryOperator before) {
        Objects.requireNonNull(before, "before");
        return operand -> applyAsDouble(before.applyAsDouble(operand));
    }
}
