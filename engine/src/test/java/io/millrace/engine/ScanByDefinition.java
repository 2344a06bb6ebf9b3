package io.millrace.engine;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/// A scan written down a second time, by recursion over whole arrays.
final class ScanByDefinition {
    private static final int BLOCK = 4096;

    private ScanByDefinition() {}

    static double[] sums(double[] in) {
        return scan(in, -0.0, Double::sum);
    }

    static double[] products(double[] in) {
        return scan(in, 1.0, (a, b) -> a * b);
    }

    private static double[] scan(double[] in, double identity, DoubleBinaryOperator combine) {
        double[] out = in.clone();
        double[] totals = new double[(in.length + BLOCK - 1) / BLOCK];
        for (int block = 0; block < totals.length; block++) {
            int first = block * BLOCK;
            int end = Math.min(in.length, first + BLOCK);
            totals[block] = total(Arrays.copyOfRange(in, first, end), 0, 1, identity, combine);
            if (block > 0) {
                out[first] = combine.applyAsDouble(before(totals, block, combine), in[first]);
            }
            for (int i = first + 1; i < end; i++) {
                out[i] = combine.applyAsDouble(out[i - 1], in[i]);
            }
        }
        return out;
    }

    /// What lies before a block: a node for each bit of its index, from left to right.
    private static double before(double[] totals, int block, DoubleBinaryOperator combine) {
        int first = Integer.highestOneBit(block);
        double before = node(totals, 0, first, combine);
        for (int at = first; at < block; at += Integer.highestOneBit(block - at)) {
            before = combine.applyAsDouble(before, node(totals, at, Integer.highestOneBit(block - at), combine));
        }
        return before;
    }

    private static double node(double[] totals, int first, int blocks, DoubleBinaryOperator combine) {
        return blocks == 1
                ? totals[first]
                : combine.applyAsDouble(
                        node(totals, first, blocks / 2, combine),
                        node(totals, first + blocks / 2, blocks / 2, combine));
    }

    /// Accumulator `k` after halving down to `count` of them.
    private static double total(double[] block, int k, int count, double identity, DoubleBinaryOperator combine) {
        if (count < 32) {
            return combine.applyAsDouble(
                    total(block, k, 2 * count, identity, combine),
                    total(block, k + count, 2 * count, identity, combine));
        }
        double total = identity;
        for (int i = k; i < block.length; i += 32) {
            total = combine.applyAsDouble(total, block[i]);
        }
        return total;
    }
}
