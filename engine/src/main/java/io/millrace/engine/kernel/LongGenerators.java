// Generated from X-Generators.java.template
package io.millrace.engine.kernel;

import io.millrace.engine.LongGenerator;
import io.millrace.engine.internal.kernel.functions.LongLinear;

/// Built-in generators, which compute `long` elements from their index.
public final class LongGenerators {

    private LongGenerators() {}

    /// The index itself.
    public static LongGenerator index() {
        return new LongLinear(0, 1);
    }

    /// `start + index * step`, wrapping.
    public static LongGenerator linear(long start, long step) {
        return new LongLinear(start, step);
    }
}
