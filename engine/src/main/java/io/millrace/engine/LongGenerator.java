package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/// Makes the element of a `long` array from its index; for `byte` and `short` arrays the result is
/// narrowed by a cast. Those of `io.millrace.engine.kernel`: others
/// are refused with a `NotTransportableException`.
@FunctionalInterface
public interface LongGenerator extends LongUnaryOperator, Serializable {

    @Override
    default LongGenerator andThen(LongUnaryOperator after) {
        Objects.requireNonNull(after, "after");
        return index -> after.applyAsLong(applyAsLong(index));
    }

    @Override
    default LongGenerator compose(LongUnaryOperator before) {
        Objects.requireNonNull(before, "before");
        return index -> applyAsLong(before.applyAsLong(index));
    }
}
