// Generated from X-RandomOps.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.RandomToDouble;
import java.util.random.RandomGenerator;

/// The built-in random `double` elements; see `DoubleRandoms`.
public final class DoubleRandomOps {

    private static final int UNIFORM = 100;
    private static final int WHOLE = 101;

    private DoubleRandomOps() {}

    /// The generator with that number in the file.
    ///
    /// @param first raw bits of the first parameter
    /// @param second raw bits of the second parameter
    /// @throws IllegalArgumentException if there is none, or it does not take these parameters
    public static RandomToDouble ofCode(int code, long first, long second) {
        return switch (code) {
            case UNIFORM -> new Uniform(Double.longBitsToDouble(first), Double.longBitsToDouble(second));
            case WHOLE -> new Whole(first, second);
            default -> throw BuiltInOp.unknown("random double", code);
        };
    }

    /// Evenly spread over a range.
    public record Uniform(double low, double high) implements RandomToDouble, BuiltInOp {
        public Uniform {
            if (!(low < high && Double.isFinite(high - low))) {
                throw new IllegalArgumentException(
                        "uniform needs finite low < high: low=%s, high=%s".formatted(low, high));
            }
        }

        @Override
        public double applyAsDouble(RandomGenerator random, long index) {
            double value = low + (random.nextLong() >>> 11) * 0x1p-53 * (high - low);
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
            return Double.doubleToRawLongBits(low);
        }

        @Override
        public long secondBits() {
            return Double.doubleToRawLongBits(high);
        }
    }

    /// Whole numbers of a range.
    public record Whole(long low, long high) implements RandomToDouble, BuiltInOp {
        public Whole {
            if (low >= high) {
                throw new IllegalArgumentException(
                        "whole needs low < high: low=%s, high=%s".formatted(low, high));
            }
        }

        @Override
        public double applyAsDouble(RandomGenerator random, long index) {
            return (double) (low + Math.unsignedMultiplyHigh(random.nextLong(), high - low));
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
