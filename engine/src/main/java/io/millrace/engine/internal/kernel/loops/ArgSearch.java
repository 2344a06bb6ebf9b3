package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.kernel.Reduction.BuiltIn;
import io.millrace.shm.ElementType;

/// Finds the first least or greatest element of one block, and writes it and its index into a node.
@FunctionalInterface
public interface ArgSearch {

    /// @param firstIndex index of element 0 in the whole array or slice
    /// @param n at least 1
    void fold(Operands operands, long firstIndex, int n, long[] node);

    /// @param how `MIN` or `MAX`
    static ArgSearch of(ElementType in, BuiltIn how) {
        boolean least = how == BuiltIn.MIN;
        return Elements.isFloating(in) ? doubles(DoubleSource.of(in), least) : longs(LongSource.of(in), least);
    }

    private static ArgSearch doubles(DoubleSource source, boolean least) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            double[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            int place = least ? leastPlace(block, n) : greatestPlace(block, n);
            node[0] = Double.doubleToRawLongBits(block[place]);
            node[1] = firstIndex + place;
        };
    }

    private static ArgSearch longs(LongSource source, boolean least) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n, node) -> {
            long[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            int place = least ? leastPlace(block, n) : greatestPlace(block, n);
            node[0] = block[place];
            node[1] = firstIndex + place;
        };
    }

    /// The place of the first NaN; of the first least element where there is none.
    private static int leastPlace(double[] block, int n) {
        int place = 0;
        for (int i = 1; i < n && !Double.isNaN(block[place]); i++) {
            if (!(block[i] >= block[place])) {
                place = i;
            }
        }
        return place;
    }

    /// The place of the first NaN; of the first greatest element where there is none.
    private static int greatestPlace(double[] block, int n) {
        int place = 0;
        for (int i = 1; i < n && !Double.isNaN(block[place]); i++) {
            if (!(block[i] <= block[place])) {
                place = i;
            }
        }
        return place;
    }

    private static int leastPlace(long[] block, int n) {
        int place = 0;
        for (int i = 1; i < n; i++) {
            if (block[i] < block[place]) {
                place = i;
            }
        }
        return place;
    }

    private static int greatestPlace(long[] block, int n) {
        int place = 0;
        for (int i = 1; i < n; i++) {
            if (block[i] > block[place]) {
                place = i;
            }
        }
        return place;
    }
}
