package io.millrace.engine.kernel;

import io.millrace.engine.DoubleGenerator;

/// Built-in generators of `double` elements from their index.
public final class DoubleGenerators {

    private DoubleGenerators() {}

    /// The index itself.
    public static DoubleGenerator index() {
        return new Linear(0, 1);
    }

    /// `start + index * step`, product and sum each rounded.
    public static DoubleGenerator linear(double start, double step) {
        return new Linear(start, step);
    }

    /// The index is `linear(0, 1)`.
    record Linear(double start, double step) implements DoubleGenerator, Parametric {

        static Linear of(OpCode code) {
            if (!code.hasParameters()) {
                throw OpFamily.unknown(code);
            }
            return new Linear(
                    Double.longBitsToDouble(code.first()),
                    Double.longBitsToDouble(code.second()));
        }

        @Override
        public double applyAsDouble(long index) {
            return start + index * step;
        }

        @Override
        public OpCode code() {
            return OpFamily.DOUBLE_GENERATOR.code(
                    OpCode.FIRST_PARAMETRIC,
                    Double.doubleToRawLongBits(start),
                    Double.doubleToRawLongBits(step));
        }
    }
}
