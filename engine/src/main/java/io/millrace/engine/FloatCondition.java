// Generated from X-Condition.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Tells whether a `float` is wanted. The JDK has no such interface; this one is used like
/// [DoubleCondition].
@FunctionalInterface
public interface FloatCondition extends Serializable {

    /// Whether the element is wanted.
    boolean test(float value);
}
