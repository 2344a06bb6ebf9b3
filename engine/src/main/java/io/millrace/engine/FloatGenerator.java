// Generated from X-Generator.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Makes the element of a `float` array from its index.
///
/// Constants and factories of `io.millrace.engine.kernel` have loops of their own in all kernels; a
/// lambda or method reference travels to the workers by its name, with the values it captured.
@FunctionalInterface
public interface FloatGenerator extends Serializable {

    /// The element at an index.
    float applyAsFloat(long index);
}
