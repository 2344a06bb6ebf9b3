package io.millrace.engine.kernel;

import io.millrace.engine.RandomToDouble;
import java.util.random.RandomGenerator;

/// Built-in random `double` elements. Each takes one `nextLong` of its block's stream.
public final class DoubleRandoms {

    private static final int UNIFORM = OpCode.FIRST_PARAMETRIC;
    private static final int WHOLE = OpCode.FIRST_PARAMETRIC + 1;

    private DoubleRandoms() {}

    /// Evenly spread numbers from `low` to below `high`: `low + u * (high - low)` with `u` of 53
    /// random bits, from one draw.
    ///
    /// @throws IllegalArgumentException unless `low < high` and both and their distance are finite
    public static RandomToDouble uniform(double low, double high) {
        if (!(low < high && Double.isFinite(high - low))) {
            throw new IllegalArgumentException(
                    "uniform needs finite low < high: low=%s, high=%s".formatted(low, high));
        }
        return new Uniform(low, high);
    }

    /// Whole numbers from `low` to below `high`; above 2^53 rounded: `low` plus the upper 64 bits
    /// of the 128-bit product of one draw and `high - low`. No number is likelier than another by
    /// more than one part in 2^64 / (high - low).
    ///
    /// @throws IllegalArgumentException unless `low < high`
    public static RandomToDouble whole(long low, long high) {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "whole needs low < high: low=%d, high=%d".formatted(low, high));
        }
        return new Whole(low, high);
    }

    static RandomToDouble of(OpCode code) {
        return switch (code.code()) {
            case UNIFORM ->
                    uniform(
                            Double.longBitsToDouble(code.first()),
                            Double.longBitsToDouble(code.second()));
            case WHOLE -> whole(code.first(), code.second());
            default -> throw OpFamily.unknown(code);
        };
    }

    record Uniform(double low, double high) implements RandomToDouble, Parametric {

        @Override
        public double applyAsDouble(RandomGenerator random, long index) {
            double value = low + (random.nextLong() >>> 11) * 0x1p-53 * (high - low);
            return value < high ? value : Math.nextDown(high);
        }

        @Override
        public OpCode code() {
            return OpFamily.DOUBLE_RANDOM.code(
                    UNIFORM,
                    Double.doubleToRawLongBits(low),
                    Double.doubleToRawLongBits(high));
        }
    }

    record Whole(long low, long high) implements RandomToDouble, Parametric {

        @Override
        public double applyAsDouble(RandomGenerator random, long index) {
            return (double) (low + Math.unsignedMultiplyHigh(random.nextLong(), high - low));
        }

        @Override
        public OpCode code() {
            return OpFamily.DOUBLE_RANDOM.code(WHOLE, low, high);
        }
    }
}
