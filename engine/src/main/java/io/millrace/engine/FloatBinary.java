// Generated from X-Binary.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Makes one `float` of two. The JDK has no such interface; this one is used like [DoubleBinary].
@FunctionalInterface
public interface FloatBinary extends Serializable {

    /// Combines two numbers.
    float applyAsFloat(float left, float right);
}
