// Generated from X-TernaryOp.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.IntTernary;

/// Built-in combinations of three `int` elements.
public enum IntTernaryOp implements IntTernary {
    /// `a * b + c`, wrapping
    FMA;

    @Override
    public int applyAsInt(int a, int b, int c) {
        return switch (this) {
            case FMA -> a * b + c;
        };
    }
}
