// Generated from X-Generators.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.IntGenerator;
import io.millrace.engine.internal.kernel.functions.IntLinear;

/// Built-in generators, which compute `int` elements from their index.
public final class IntGenerators {

    private IntGenerators() {}

    /// The index itself, narrowed by a cast.
    public static IntGenerator index() {
        return new IntLinear(0, 1);
    }

    /// `start + index * step`, wrapping.
    public static IntGenerator linear(int start, int step) {
        return new IntLinear(start, step);
    }
}
