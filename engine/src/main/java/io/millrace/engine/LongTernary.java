// Generated from X-Ternary.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Makes one `long` of three. The JDK has no such interface; this one is used like [LongBinary].
@FunctionalInterface
public interface LongTernary extends Serializable {

    /// Combines three numbers.
    long applyAsLong(long first, long second, long third);
}
