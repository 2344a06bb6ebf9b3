// Generated from X-RandomOps.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.RandomToInt;
import java.util.random.RandomGenerator;

/// The built-in random `int` elements; see `IntRandoms`.
public final class IntRandomOps {

    private static final int WHOLE = 101;

    private IntRandomOps() {}

    /// The generator with that number in the file.
    ///
    /// @param first raw bits of the first parameter
    /// @param second raw bits of the second parameter
    /// @throws IllegalArgumentException if there is none, or it does not take these parameters
    public static RandomToInt ofCode(int code, long first, long second) {
        return switch (code) {
            case WHOLE -> new Whole((int) first, (int) second);
            default -> throw BuiltInOp.unknown("random int", code);
        };
    }

    /// Whole numbers of a range.
    public record Whole(int low, int high) implements RandomToInt, BuiltInOp {
        public Whole {
            if (low >= high) {
                throw new IllegalArgumentException(
                        "whole needs low < high: low=%s, high=%s".formatted(low, high));
            }
        }

        @Override
        public int applyAsInt(RandomGenerator random, long index) {
            return (int) (low + Math.unsignedMultiplyHigh(random.nextLong(), (long) high - low));
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
