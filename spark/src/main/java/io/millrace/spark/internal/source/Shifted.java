package io.millrace.spark.internal.source;

import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.internal.kernel.functions.DoubleLinear;
import io.millrace.engine.internal.kernel.functions.FloatLinear;
import io.millrace.engine.internal.kernel.functions.IntLinear;
import io.millrace.engine.internal.kernel.functions.LongLinear;

/// Functions for a part of an array: they get the index in the part, and their results are those of the
/// index in the array, bit by bit.
///
/// Built-in functions stay built-in, with their loops in C, where that changes no bit: random ones, which
/// ignore the index, and linear ones whose start can move. With integers it always can, as they wrap. With
/// floating point it can while all numbers on the way are integers that a `double` has exactly.
final class Shifted {
    /// Up to here a `double` has all integers.
    private static final double EXACT = 0x1p53;

    private Shifted() {}

    static DoubleGenerator doubles(DoubleGenerator fn, long from, long length) {
        if (from == 0) {
            return fn;
        }
        if (fn instanceof DoubleLinear(double start, double step) && isExact(start, step, from + length)) {
            return new DoubleLinear(start + from * step, step);
        }
        return index -> fn.applyAsDouble(index + from);
    }

    static FloatGenerator floats(FloatGenerator fn, long from, long length) {
        if (from == 0) {
            return fn;
        }
        if (fn instanceof FloatLinear(float start, float step) && isExact(start, step, from + length)) {
            double moved = start + from * (double) step;
            if ((float) moved == moved) {
                return new FloatLinear((float) moved, step);
            }
        }
        return index -> fn.applyAsFloat(index + from);
    }

    static LongGenerator longs(LongGenerator fn, long from) {
        return switch (fn) {
            case LongGenerator _ when from == 0 -> fn;
            case LongLinear(long start, long step) -> new LongLinear(start + from * step, step);
            default -> index -> fn.applyAsLong(index + from);
        };
    }

    static IntGenerator ints(IntGenerator fn, long from) {
        return switch (fn) {
            case IntGenerator _ when from == 0 -> fn;
            case IntLinear(int start, int step) -> new IntLinear((int) (start + from * step), step);
            default -> index -> fn.applyAsInt(index + from);
        };
    }

    static RandomToDouble doubles(RandomToDouble fn, long from) {
        return from == 0 || fn instanceof BuiltInOp
                ? fn
                : (random, index) -> fn.applyAsDouble(random, index + from);
    }

    static RandomToFloat floats(RandomToFloat fn, long from) {
        return from == 0 || fn instanceof BuiltInOp
                ? fn
                : (random, index) -> fn.applyAsFloat(random, index + from);
    }

    static RandomToLong longs(RandomToLong fn, long from) {
        return from == 0 || fn instanceof BuiltInOp
                ? fn
                : (random, index) -> fn.applyAsLong(random, index + from);
    }

    static RandomToInt ints(RandomToInt fn, long from) {
        return from == 0 || fn instanceof BuiltInOp
                ? fn
                : (random, index) -> fn.applyAsInt(random, index + from);
    }

    /// Whether `start + index * step` is an integer without rounding for all indices up to `end`.
    private static boolean isExact(double start, double step, long end) {
        return Math.rint(start) == start
                && Math.rint(step) == step
                && Math.abs(start) + end * Math.abs(step) <= EXACT;
    }
}
