package io.millrace.engine.internal.layout;

import org.jspecify.annotations.Nullable;

/// The loops of [Column] over boxed numbers: between arrays of objects and of their raw values. Each is a
/// small method over arrays, which the JVM compiles in the first call and alone.
@SuppressWarnings("NullAway") // a column of numbers takes no null
final class ColumnLoops {
    private ColumnLoops() {}

    static int[] ints(@Nullable Object[] values, int count) {
        int[] raw = new int[count];
        for (int index = 0; index < count; index++) {
            raw[index] = (Integer) values[index];
        }
        return raw;
    }

    static int[] floatBits(@Nullable Object[] values, int count) {
        int[] raw = new int[count];
        for (int index = 0; index < count; index++) {
            raw[index] = Float.floatToRawIntBits((Float) values[index]);
        }
        return raw;
    }

    static long[] longs(@Nullable Object[] values, int count) {
        long[] raw = new long[count];
        for (int index = 0; index < count; index++) {
            raw[index] = (Long) values[index];
        }
        return raw;
    }

    static long[] doubleBits(@Nullable Object[] values, int count) {
        long[] raw = new long[count];
        for (int index = 0; index < count; index++) {
            raw[index] = Double.doubleToRawLongBits((Double) values[index]);
        }
        return raw;
    }

    static @Nullable Object[] ofInts(int[] raw) {
        @Nullable Object[] values = new @Nullable Object[raw.length];
        for (int index = 0; index < raw.length; index++) {
            values[index] = raw[index];
        }
        return values;
    }

    static @Nullable Object[] ofFloatBits(int[] raw) {
        @Nullable Object[] values = new @Nullable Object[raw.length];
        for (int index = 0; index < raw.length; index++) {
            values[index] = Float.intBitsToFloat(raw[index]);
        }
        return values;
    }

    static @Nullable Object[] ofLongs(long[] raw) {
        @Nullable Object[] values = new @Nullable Object[raw.length];
        for (int index = 0; index < raw.length; index++) {
            values[index] = raw[index];
        }
        return values;
    }

    static @Nullable Object[] ofDoubleBits(long[] raw) {
        @Nullable Object[] values = new @Nullable Object[raw.length];
        for (int index = 0; index < raw.length; index++) {
            values[index] = Double.longBitsToDouble(raw[index]);
        }
        return values;
    }
}
