package io.millrace.engine.kernel;

import io.millrace.engine.LongGenerator;

/// Built-in generators of `long` elements from their index.
public final class LongGenerators {

    private LongGenerators() {}

    /// The index itself.
    public static LongGenerator index() {
        return new Linear(0, 1);
    }

    /// `start + index * step`, wrapping.
    public static LongGenerator linear(long start, long step) {
        return new Linear(start, step);
    }

    /// The index is `linear(0, 1)`.
    record Linear(long start, long step) implements LongGenerator, Parametric {

        static Linear of(OpCode code) {
            if (!code.hasParameters()) {
                throw OpFamily.unknown(code);
            }
            return new Linear(
                    code.first(),
                    code.second());
        }

        @Override
        public long applyAsLong(long index) {
            return start + index * step;
        }

        @Override
        public OpCode code() {
            return OpFamily.LONG_GENERATOR.code(
                    OpCode.FIRST_PARAMETRIC,
                    start,
                    step);
        }
    }
}
