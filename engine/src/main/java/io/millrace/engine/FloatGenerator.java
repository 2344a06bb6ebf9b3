package io.millrace.engine;

import java.io.Serializable;

/// Makes the element of a `float` array from its index.
@FunctionalInterface
public interface FloatGenerator extends Serializable {

    float applyAsFloat(long index);
}
