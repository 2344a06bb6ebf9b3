// Generated from X-Ternary.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Makes one `int` of three. The JDK has no such interface; this one is used like [IntBinary].
@FunctionalInterface
public interface IntTernary extends Serializable {

    /// Combines three numbers.
    int applyAsInt(int first, int second, int third);
}
