package io.millrace.engine.internal.kernel.loops;

import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;

/// Copies elements between memory and a block buffer: it widens them on the way in, and casts them
/// on the way out.
///
/// Whole copies go from segment to segment: a copy to or from an array of unknown type makes a class at run time.
public final class Elements {

    public static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Elements() {}

    public static boolean isFloating(ElementType type) {
        return type == ElementType.FLOAT || type == ElementType.DOUBLE;
    }

    /// The first `n` elements of native memory. The JIT compiler of JDK 25 reads floating-point numbers faster
    /// through a buffer than through a segment.
    public static DoubleBuffer doubles(MemorySegment from, int n) {
        return buffer(from, (long) n * Double.BYTES).asDoubleBuffer();
    }

    /// As [#doubles].
    public static LongBuffer longs(MemorySegment from, int n) {
        return buffer(from, (long) n * Long.BYTES).asLongBuffer();
    }

    private static ByteBuffer buffer(MemorySegment from, long byteSize) {
        return from.asSlice(0, byteSize).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static void load(MemorySegment from, int n, double[] block) {
        MemorySegment.copy(from, 0, MemorySegment.ofArray(block), 0, (long) n * Double.BYTES);
    }

    public static void load(MemorySegment from, int n, float[] block) {
        MemorySegment.copy(from, 0, MemorySegment.ofArray(block), 0, (long) n * Float.BYTES);
    }

    public static void load(MemorySegment from, int n, long[] block) {
        MemorySegment.copy(from, 0, MemorySegment.ofArray(block), 0, (long) n * Long.BYTES);
    }

    public static void load(MemorySegment from, int n, int[] block) {
        MemorySegment.copy(from, 0, MemorySegment.ofArray(block), 0, (long) n * Integer.BYTES);
    }

    public static void loadInts(MemorySegment from, int n, long[] block) {
        for (int i = 0; i < n; i++) {
            block[i] = from.getAtIndex(INT, i);
        }
    }

    public static void loadShorts(MemorySegment from, int n, long[] block) {
        for (int i = 0; i < n; i++) {
            block[i] = from.getAtIndex(SHORT, i);
        }
    }

    public static void loadBytes(MemorySegment from, int n, long[] block) {
        for (int i = 0; i < n; i++) {
            block[i] = from.get(ValueLayout.JAVA_BYTE, i);
        }
    }

    public static void store(float[] block, int n, MemorySegment to) {
        MemorySegment.copy(MemorySegment.ofArray(block), 0, to, 0, (long) n * Float.BYTES);
    }

    public static void store(int[] block, int n, MemorySegment to) {
        MemorySegment.copy(MemorySegment.ofArray(block), 0, to, 0, (long) n * Integer.BYTES);
    }

    /// Stores elements and casts them to `type` as Java does. To integers: towards zero, a number
    /// out of range becomes the nearest one, NaN becomes 0; to `byte` and `short` by way of `int`.
    public static void store(double[] block, int n, ElementType type, MemorySegment to) {
        switch (type) {
            case DOUBLE -> MemorySegment.copy(MemorySegment.ofArray(block), 0, to, 0, (long) n * Double.BYTES);
            case FLOAT -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(FLOAT, i, (float) block[i]);
                }
            }
            case LONG -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(LONG, i, (long) block[i]);
                }
            }
            case INT -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(INT, i, (int) block[i]);
                }
            }
            case SHORT -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(SHORT, i, (short) block[i]);
                }
            }
            case BYTE -> {
                for (int i = 0; i < n; i++) {
                    to.set(ValueLayout.JAVA_BYTE, i, (byte) block[i]);
                }
            }
        }
    }

    /// Stores elements and casts them to `type` as Java does: a shorter integer keeps the low bits.
    public static void store(long[] block, int n, ElementType type, MemorySegment to) {
        switch (type) {
            case LONG -> MemorySegment.copy(MemorySegment.ofArray(block), 0, to, 0, (long) n * Long.BYTES);
            case DOUBLE -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(DOUBLE, i, (double) block[i]);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(FLOAT, i, (float) block[i]);
                }
            }
            case INT -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(INT, i, (int) block[i]);
                }
            }
            case SHORT -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(SHORT, i, (short) block[i]);
                }
            }
            case BYTE -> {
                for (int i = 0; i < n; i++) {
                    to.set(ValueLayout.JAVA_BYTE, i, (byte) block[i]);
                }
            }
        }
    }
}
