// Generated from X-RandomOps.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.RandomToLong;
import java.util.random.RandomGenerator;

/// The built-in random `long` elements; see `LongRandoms`.
public final class LongRandomOps {

    private static final int WHOLE = 101;

    private LongRandomOps() {}

    /// The generator with that number in the file.
    ///
    /// @param first raw bits of the first parameter
    /// @param second raw bits of the second parameter
    /// @throws IllegalArgumentException if there is none, or it does not take these parameters
    public static RandomToLong ofCode(int code, long first, long second) {
        return switch (code) {
            case WHOLE -> new Whole(first, second);
            default -> throw BuiltInOp.unknown("random long", code);
        };
    }

    /// Whole numbers of a range.
    public record Whole(long low, long high) implements RandomToLong, BuiltInOp {
        public Whole {
            if (low >= high) {
                throw new IllegalArgumentException(
                        "whole needs low < high: low=%s, high=%s".formatted(low, high));
            }
        }

        @Override
        public long applyAsLong(RandomGenerator random, long index) {
            return low + Math.unsignedMultiplyHigh(random.nextLong(), high - low);
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
