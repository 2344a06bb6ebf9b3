// Generated from X-Generators.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.FloatGenerator;
import io.millrace.engine.internal.kernel.functions.FloatLinear;

/// Built-in generators, which compute `float` elements from their index.
public final class FloatGenerators {

    private FloatGenerators() {}

    /// The index itself.
    public static FloatGenerator index() {
        return new FloatLinear(0, 1);
    }

    /// `start + index * step`, computed in `double` and rounded once more to `float`.
    public static FloatGenerator linear(float start, float step) {
        return new FloatLinear(start, step);
    }
}
