// Generated from X-TernaryOp.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.FloatTernary;

/// Built-in combinations of three `float` elements.
public enum FloatTernaryOp implements FloatTernary {
    /// `Math.fma`: `a * b + c`, rounded once
    FMA;

    @Override
    public float applyAsFloat(float a, float b, float c) {
        return switch (this) {
            case FMA -> Math.fma(a, b, c);
        };
    }
}
