package io.millrace.engine.kernel;

import io.millrace.engine.RandomToFloat;
import java.util.random.RandomGenerator;

/// Built-in random `float` elements. Each takes one `nextLong` of its block's stream.
public final class FloatRandoms {

    private static final int UNIFORM = OpCode.FIRST_PARAMETRIC;
    private static final int WHOLE = OpCode.FIRST_PARAMETRIC + 1;

    private FloatRandoms() {}

    /// Evenly spread numbers from `low` to below `high`: `low + u * (high - low)` with `u` of 24
    /// random bits, from one draw.
    ///
    /// @throws IllegalArgumentException unless `low < high` and both and their distance are finite
    public static RandomToFloat uniform(float low, float high) {
        if (!(low < high && Float.isFinite(high - low))) {
            throw new IllegalArgumentException(
                    "uniform needs finite low < high: low=%s, high=%s".formatted(low, high));
        }
        return new Uniform(low, high);
    }

    /// Whole numbers from `low` to below `high`; above 2^24 rounded: `low` plus the upper 64 bits
    /// of the 128-bit product of one draw and `high - low`. No number is likelier than another by
    /// more than one part in 2^64 / (high - low).
    ///
    /// @throws IllegalArgumentException unless `low < high`
    public static RandomToFloat whole(long low, long high) {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "whole needs low < high: low=%d, high=%d".formatted(low, high));
        }
        return new Whole(low, high);
    }

    static RandomToFloat of(OpCode code) {
        return switch (code.code()) {
            case UNIFORM ->
                    uniform(
                            Float.intBitsToFloat((int) code.first()),
                            Float.intBitsToFloat((int) code.second()));
            case WHOLE -> whole(code.first(), code.second());
            default -> throw OpFamily.unknown(code);
        };
    }

    record Uniform(float low, float high) implements RandomToFloat, Parametric {

        @Override
        public float applyAsFloat(RandomGenerator random, long index) {
            float value = low + (random.nextLong() >>> 40) * 0x1p-24f * (high - low);
            return value < high ? value : Math.nextDown(high);
        }

        @Override
        public OpCode code() {
            return OpFamily.FLOAT_RANDOM.code(
                    UNIFORM,
                    Float.floatToRawIntBits(low),
                    Float.floatToRawIntBits(high));
        }
    }

    record Whole(long low, long high) implements RandomToFloat, Parametric {

        @Override
        public float applyAsFloat(RandomGenerator random, long index) {
            return (float) (low + Math.unsignedMultiplyHigh(random.nextLong(), high - low));
        }

        @Override
        public OpCode code() {
            return OpFamily.FLOAT_RANDOM.code(WHOLE, low, high);
        }
    }
}
