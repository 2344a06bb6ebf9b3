// Generated from X-RandomOps.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.RandomToFloat;
import java.util.random.RandomGenerator;

/// The built-in random `float` elements; see `FloatRandoms`.
public final class FloatRandomOps {

    private static final int UNIFORM = 100;
    private static final int WHOLE = 101;

    private FloatRandomOps() {}

    /// The generator with that number in the file.
    ///
    /// @param first raw bits of the first parameter
    /// @param second raw bits of the second parameter
    /// @throws IllegalArgumentException if there is none, or it does not take these parameters
    public static RandomToFloat ofCode(int code, long first, long second) {
        return switch (code) {
            case UNIFORM -> new Uniform(Float.intBitsToFloat((int) first), Float.intBitsToFloat((int) second));
            case WHOLE -> new Whole(first, second);
            default -> throw BuiltInOp.unknown("random float", code);
        };
    }

    /// Evenly spread over a range.
    public record Uniform(float low, float high) implements RandomToFloat, BuiltInOp {
        public Uniform {
            if (!(low < high && Float.isFinite(high - low))) {
                throw new IllegalArgumentException(
                        "uniform needs finite low < high: low=%s, high=%s".formatted(low, high));
            }
        }

        @Override
        public float applyAsFloat(RandomGenerator random, long index) {
            float value = low + (random.nextLong() >>> 40) * 0x1p-24f * (high - low);
            return value < high ? value : Math.nextDown(high);
        }

        @Override
        public String name() {
            return "UNIFORM";
        }

        @Override
        public int code() {
            return UNIFORM;
        }

        @Override
        public Cost cost() {
            return Cost.EXPENSIVE;
        }

        @Override
        public long firstBits() {
            return Float.floatToRawIntBits(low);
        }

        @Override
        public long secondBits() {
            return Float.floatToRawIntBits(high);
        }
    }

    /// Whole numbers of a range.
    public record Whole(long low, long high) implements RandomToFloat, BuiltInOp {
        public Whole {
            if (low >= high) {
                throw new IllegalArgumentException(
                        "whole needs low < high: low=%s, high=%s".formatted(low, high));
            }
        }

        @Override
        public float applyAsFloat(RandomGenerator random, long index) {
            return (float) (low + Math.unsignedMultiplyHigh(random.nextLong(), high - low));
        }

        @Override
        public String name() {
            return "WHOLE";
        }

        @Override
        public int code() {
            return WHOLE;
        }

        @Override
        public Cost cost() {
            return Cost.EXPENSIVE;
        }

        @Override
        public long firstBits() {
            return low;
        }

        @Override
        public long secondBits() {
            return high;
        }
    }
}
