package io.millrace.engine.kernel;

import io.millrace.engine.IntGenerator;

/// Built-in generators of `int` elements from their index.
public final class IntGenerators {

    private IntGenerators() {}

    /// The index itself, narrowed by a cast.
    public static IntGenerator index() {
        return new Linear(0, 1);
    }

    /// `start + index * step`, wrapping.
    public static IntGenerator linear(int start, int step) {
        return new Linear(start, step);
    }

    /// The index is `linear(0, 1)`.
    record Linear(int start, int step) implements IntGenerator, Parametric {

        static Linear of(OpCode code) {
            if (!code.hasParameters()) {
                throw OpFamily.unknown(code);
            }
            return new Linear(
                    (int) code.first(),
                    (int) code.second());
        }

        @Override
        public int applyAsInt(long index) {
            return (int) (start + index * step);
        }

        @Override
        public OpCode code() {
            return OpFamily.INT_GENERATOR.code(
                    OpCode.FIRST_PARAMETRIC,
                    start,
                    step);
        }
    }
}
