package io.millrace.engine;

import java.io.Serializable;

/// Makes the element of a `float` array from its index. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface FloatGenerator extends Serializable {

    float applyAsFloat(long index);
}
