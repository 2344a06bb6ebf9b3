package io.millrace.engine.kernel;

import io.millrace.engine.RandomToInt;
import java.util.random.RandomGenerator;

/// Built-in random `int` elements. Each takes one `nextLong` of its block's stream.
public final class IntRandoms {

    private static final int WHOLE = OpCode.FIRST_PARAMETRIC + 1;

    private IntRandoms() {}

    /// Whole numbers from `low` to below `high`: `low` plus the upper 64 bits of the 128-bit
    /// product of one draw and `high - low`. No number is likelier than another by more than one
    /// part in 2^64 / (high - low).
    ///
    /// @throws IllegalArgumentException unless `low < high`
    public static RandomToInt whole(int low, int high) {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "whole needs low < high: low=%d, high=%d".formatted(low, high));
        }
        return new Whole(low, high);
    }

    static RandomToInt of(OpCode code) {
        return switch (code.code()) {
            case WHOLE -> whole((int) code.first(), (int) code.second());
            default -> throw OpFamily.unknown(code);
        };
    }

    record Whole(int low, int high) implements RandomToInt, Parametric {

        @Override
        public int applyAsInt(RandomGenerator random, long index) {
            return (int) (low + Math.unsignedMultiplyHigh(random.nextLong(), (long) high - low));
        }

        @Override
        public OpCode code() {
            return OpFamily.INT_RANDOM.code(WHOLE, low, high);
        }
    }
}
