// Generated from X-TernaryOp.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.DoubleTernary;

/// Built-in combinations of three `double` elements.
public enum DoubleTernaryOp implements DoubleTernary {
    /// `Math.fma`: `a * b + c`, rounded once
    FMA;

    @Override
    public double applyAsDouble(double a, double b, double c) {
        return switch (this) {
            case FMA -> Math.fma(a, b, c);
        };
    }
}
