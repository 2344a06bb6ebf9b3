// Generated from X-TernaryOp.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.LongTernary;

/// Built-in combinations of three `long` elements.
public enum LongTernaryOp implements LongTernary {
    /// `a * b + c`, wrapping
    FMA;

    @Override
    public long applyAsLong(long a, long b, long c) {
        return switch (this) {
            case FMA -> a * b + c;
        };
    }
}
