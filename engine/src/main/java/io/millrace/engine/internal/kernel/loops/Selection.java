package io.millrace.engine.internal.kernel.loops;

import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Chooses each element from one of two blocks.
public final class Selection {
    private Selection() {}

    /// `out[i] = condition[i] != 0 ? first[i] : second[i]` for `n` elements of `type`, of which none is copied
    /// but as raw bits. NaN is not zero, -0.0 is. `out` may be any of the others.
    ///
    /// @param type `double`, `float`, `long` or `int`
    public static void run(
            ElementType type,
            MemorySegment condition,
            MemorySegment first,
            MemorySegment second,
            MemorySegment out,
            int n) {
        switch (type) {
            case DOUBLE -> {
                for (int i = 0; i < n; i++) {
                    boolean chosen = condition.getAtIndex(Elements.DOUBLE, i) != 0;
                    long left = first.getAtIndex(Elements.LONG, i);
                    long right = second.getAtIndex(Elements.LONG, i);
                    out.setAtIndex(Elements.LONG, i, chosen ? left : right);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < n; i++) {
                    boolean chosen = condition.getAtIndex(Elements.FLOAT, i) != 0;
                    int left = first.getAtIndex(Elements.INT, i);
                    int right = second.getAtIndex(Elements.INT, i);
                    out.setAtIndex(Elements.INT, i, chosen ? left : right);
                }
            }
            case LONG -> choose(Elements.LONG, condition, first, second, out, n);
            case INT -> choose(Elements.INT, condition, first, second, out, n);
            default -> throw new IllegalArgumentException("no elements to choose from: type=" + type);
        }
    }

    private static void choose(
            ValueLayout.OfLong type,
            MemorySegment condition,
            MemorySegment first,
            MemorySegment second,
            MemorySegment out,
            int n) {
        for (int i = 0; i < n; i++) {
            boolean chosen = condition.getAtIndex(type, i) != 0;
            long left = first.getAtIndex(type, i);
            long right = second.getAtIndex(type, i);
            out.setAtIndex(type, i, chosen ? left : right);
        }
    }

    private static void choose(
            ValueLayout.OfInt type,
            MemorySegment condition,
            MemorySegment first,
            MemorySegment second,
            MemorySegment out,
            int n) {
        for (int i = 0; i < n; i++) {
            boolean chosen = condition.getAtIndex(type, i) != 0;
            int left = first.getAtIndex(type, i);
            int right = second.getAtIndex(type, i);
            out.setAtIndex(type, i, chosen ? left : right);
        }
    }
}
