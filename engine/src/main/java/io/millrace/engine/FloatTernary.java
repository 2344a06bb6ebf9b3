// Generated from X-Ternary.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Makes one `float` of three. The JDK has no such interface; this one is used like [FloatBinary].
@FunctionalInterface
public interface FloatTernary extends Serializable {

    /// Combines three numbers.
    float applyAsFloat(float first, float second, float third);
}
