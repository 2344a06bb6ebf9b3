// Generated from X-Ternary.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Makes one `double` of three. The JDK has no such interface; this one is used like [DoubleBinary].
@FunctionalInterface
public interface DoubleTernary extends Serializable {

    /// Combines three numbers.
    double applyAsDouble(double first, double second, double third);
}
