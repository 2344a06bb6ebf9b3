package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/// Seeded elements for tests, and their comparison.
public enum Numbers {
    /// All bits random, a third of them special: NaN, infinities, zeros, subnormals, extremes.
    WILD,
    /// Numbers of moderate size without specials: sums stay finite, exact operations mostly succeed.
    TAME,
    /// Only -0.0, or 0 for integers.
    NEGATIVE_ZERO;

    private static final double[] SPECIAL = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL / 3,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL / 5,
        Float.MAX_VALUE,
        0.5,
        -2.5,
        2147483648.0,
        -9223372036854775808.0
    };

    private static final long[] EXTREME = {
        0,
        1,
        -1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Short.MIN_VALUE,
        Byte.MIN_VALUE,
        3037000499L,
        3037000500L
    };

    /// Writes elements 0 to `n` of `to`.
    public void write(MemorySegment to, ElementType type, long n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < n; i++) {
            switch (type) {
                case DOUBLE -> to.setAtIndex(ValueLayout.JAVA_DOUBLE, i, nextDouble(random));
                case FLOAT -> to.setAtIndex(ValueLayout.JAVA_FLOAT, i, nextFloat(random));
                case LONG -> to.setAtIndex(ValueLayout.JAVA_LONG, i, nextLong(random));
                case INT -> to.setAtIndex(ValueLayout.JAVA_INT, i, (int) nextLong(random));
                case SHORT -> to.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) nextLong(random));
                case BYTE -> to.set(ValueLayout.JAVA_BYTE, i, (byte) nextLong(random));
            }
        }
    }

    private double nextDouble(SplittableRandom random) {
        return switch (this) {
            case WILD ->
                    random.nextInt(3) == 0
                            ? SPECIAL[random.nextInt(SPECIAL.length)]
                            : Double.longBitsToDouble(random.nextLong());
            case TAME -> (random.nextDouble() - 0.5) * 1000;
            case NEGATIVE_ZERO -> -0.0;
        };
    }

    private float nextFloat(SplittableRandom random) {
        return switch (this) {
            case WILD ->
                    random.nextInt(3) == 0
                            ? (float) SPECIAL[random.nextInt(SPECIAL.length)]
                            : Float.intBitsToFloat(random.nextInt());
            case TAME, NEGATIVE_ZERO -> (float) nextDouble(random);
        };
    }

    private long nextLong(SplittableRandom random) {
        return switch (this) {
            case WILD ->
                    random.nextInt(3) == 0 ? EXTREME[random.nextInt(EXTREME.length)] : random.nextLong();
            case TAME -> random.nextInt(-100, 100) | 1;
            case NEGATIVE_ZERO -> 0;
        };
    }

    /// Element `i` as raw bits, every NaN the same.
    public static long bits(MemorySegment in, ElementType type, long i) {
        return switch (type) {
            case DOUBLE -> Double.doubleToLongBits(in.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
            case FLOAT -> Float.floatToIntBits(in.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            case LONG -> in.getAtIndex(ValueLayout.JAVA_LONG, i);
            case INT -> in.getAtIndex(ValueLayout.JAVA_INT, i);
            case SHORT -> in.getAtIndex(ValueLayout.JAVA_SHORT, i);
            case BYTE -> in.get(ValueLayout.JAVA_BYTE, i);
        };
    }

    /// The node with every NaN the same.
    static long[] canonical(Work work, long[] node) {
        long[] canonical = node.clone();
        for (int i = 0; i < node.length; i++) {
            if (isDouble(work, i)) {
                canonical[i] = Double.doubleToLongBits(Double.longBitsToDouble(node[i]));
            }
        }
        return canonical;
    }

    private static boolean isDouble(Work work, int word) {
        return switch (work) {
            case Work.Reduce(var op, var in, var how) ->
                    Elements.isFloating(in) && how != Reduction.COUNT_NONZERO;
            case Work.Dot(var type) -> Elements.isFloating(type);
            case Work.Summary(var type) -> Elements.isFloating(type) || word == 1 || word == 2;
            case Work.Arg(var in, var how) -> Elements.isFloating(in) && word == 0;
            default -> throw new IllegalArgumentException("no nodes: " + work);
        };
    }
}
