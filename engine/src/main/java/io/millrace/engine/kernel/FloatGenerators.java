package io.millrace.engine.kernel;

import io.millrace.engine.FloatGenerator;

/// Built-in generators of `float` elements from their index.
public final class FloatGenerators {

    private FloatGenerators() {}

    /// The index itself.
    public static FloatGenerator index() {
        return new Linear(0, 1);
    }

    /// `start + index * step`, computed in `double` and rounded once more to `float`.
    public static FloatGenerator linear(float start, float step) {
        return new Linear(start, step);
    }

    /// The index is `linear(0, 1)`.
    record Linear(float start, float step) implements FloatGenerator, Parametric {

        static Linear of(OpCode code) {
            if (!code.hasParameters()) {
                throw OpFamily.unknown(code);
            }
            return new Linear(
                    Float.intBitsToFloat((int) code.first()),
                    Float.intBitsToFloat((int) code.second()));
        }

        @Override
        public float applyAsFloat(long index) {
            return (float) (start + (double) index * step);
        }

        @Override
        public OpCode code() {
            return OpFamily.FLOAT_GENERATOR.code(
                    OpCode.FIRST_PARAMETRIC,
                    Float.floatToRawIntBits(start),
                    Float.floatToRawIntBits(step));
        }
    }
}
