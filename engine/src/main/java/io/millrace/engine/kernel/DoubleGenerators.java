// Generated from X-Generators.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.internal.kernel.functions.DoubleLinear;

/// Built-in generators, which compute `double` elements from their index.
public final class DoubleGenerators {

    private DoubleGenerators() {}

    /// The index itself.
    public static DoubleGenerator index() {
        return new DoubleLinear(0, 1);
    }

    /// `start + index * step`, product and sum each rounded.
    public static DoubleGenerator linear(double start, double step) {
        return new DoubleLinear(start, step);
    }
}
