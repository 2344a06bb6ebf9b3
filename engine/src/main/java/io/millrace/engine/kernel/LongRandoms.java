package io.millrace.engine.kernel;

import io.millrace.engine.RandomToLong;
import java.util.random.RandomGenerator;

/// Built-in random `long` elements. Each takes one `nextLong` of its block's stream.
public final class LongRandoms {

    private static final int WHOLE = OpCode.FIRST_PARAMETRIC + 1;

    private LongRandoms() {}

    /// Whole numbers from `low` to below `high`: `low` plus the upper 64 bits of the 128-bit
    /// product of one draw and `high - low`. No number is likelier than another by more than one
    /// part in 2^64 / (high - low).
    ///
    /// @throws IllegalArgumentException unless `low < high`
    public static RandomToLong whole(long low, long high) {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "whole needs low < high: low=%d, high=%d".formatted(low, high));
        }
        return new Whole(low, high);
    }

    static RandomToLong of(OpCode code) {
        return switch (code.code()) {
            case WHOLE -> whole(code.first(), code.second());
            default -> throw OpFamily.unknown(code);
        };
    }

    record Whole(long low, long high) implements RandomToLong, Parametric {

        @Override
        public long applyAsLong(RandomGenerator random, long index) {
            return low + Math.unsignedMultiplyHigh(random.nextLong(), high - low);
        }

        @Override
        public OpCode code() {
            return OpFamily.LONG_RANDOM.code(WHOLE, low, high);
        }
    }
}
