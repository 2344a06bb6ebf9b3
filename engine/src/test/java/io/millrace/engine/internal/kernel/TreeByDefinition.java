package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleSummary;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/// The fixed tree written down a second time, by recursion over the whole array.
final class TreeByDefinition {

    private TreeByDefinition() {}

    static double sum(double[] in) {
        return tree(in, 0, blocks(in), new Adding(-0.0, Double::sum));
    }

    static double product(double[] in) {
        return tree(in, 0, blocks(in), new Adding(1.0, (a, b) -> a * b));
    }

    /// A reduction of words: whole numbers, or the bits of others.
    static long reduce(long[] in, long identity, LongBinaryOperator combine) {
        return tree(in, 0, (in.length + 4095) / 4096, identity, combine);
    }

    static DoubleSummary summary(double[] in) {
        double[] moments = moments(in, 0, blocks(in));
        double min = Arrays.stream(in).reduce(Double.POSITIVE_INFINITY, Math::min);
        double max = Arrays.stream(in).reduce(Double.NEGATIVE_INFINITY, Math::max);
        int n = in.length;
        double sample = n < 2 ? Double.NaN : moments[1] / (n - 1);
        return new DoubleSummary(n, sum(in), moments[0], moments[1] / n, sample, min, max);
    }

    /// Whole number from 0 to below `bound`, drawn as element `i` of a block: SplitMix64 by its formula.
    static long random(long seed, long block, int i, long bound) {
        long state = mix(seed + (block + 1) * 0xD1342543DE82EF95L);
        long bits = mix(state + (i + 1) * 0x9E3779B97F4A7C15L);
        return Math.unsignedMultiplyHigh(bits, bound);
    }

    private record Adding(double identity, DoubleBinaryOperator combine) {}

    private static int blocks(double[] in) {
        return (in.length + 4095) / 4096;
    }

    /// The largest power of two below the number of blocks goes to the left.
    private static int leftBlocks(int blocks) {
        return Integer.highestOneBit(blocks - 1);
    }

    private static double tree(double[] in, int firstBlock, int blocks, Adding adding) {
        if (blocks == 1) {
            return accumulator(block(in, firstBlock), 0, 1, adding);
        }
        int left = leftBlocks(blocks);
        return adding.combine.applyAsDouble(
                tree(in, firstBlock, left, adding), tree(in, firstBlock + left, blocks - left, adding));
    }

    private static long tree(long[] in, int firstBlock, int blocks, long identity, LongBinaryOperator combine) {
        if (blocks > 1) {
            int left = leftBlocks(blocks);
            return combine.applyAsLong(
                    tree(in, firstBlock, left, identity, combine),
                    tree(in, firstBlock + left, blocks - left, identity, combine));
        }
        long[] accumulators = new long[32];
        Arrays.fill(accumulators, identity);
        for (int i = firstBlock * 4096; i < Math.min(in.length, (firstBlock + 1) * 4096); i++) {
            accumulators[i % 32] = combine.applyAsLong(accumulators[i % 32], in[i]);
        }
        for (int half = 16; half > 0; half /= 2) {
            for (int k = 0; k < half; k++) {
                accumulators[k] = combine.applyAsLong(accumulators[k], accumulators[k + half]);
            }
        }
        return accumulators[0];
    }

    private static double[] block(double[] in, int block) {
        return Arrays.copyOfRange(in, block * 4096, Math.min(in.length, (block + 1) * 4096));
    }

    /// Accumulator `k` after halving down to `count` of them.
    private static double accumulator(double[] block, int k, int count, Adding adding) {
        if (count < 32) {
            return adding.combine.applyAsDouble(
                    accumulator(block, k, 2 * count, adding), accumulator(block, k + count, 2 * count, adding));
        }
        double sum = adding.identity;
        for (int i = k; i < block.length; i += 32) {
            sum = adding.combine.applyAsDouble(sum, block[i]);
        }
        return sum;
    }

    /// Mean and M2.
    private static double[] moments(double[] in, int firstBlock, int blocks) {
        if (blocks == 1) {
            double[] block = block(in, firstBlock);
            double mean = sum(block) / block.length;
            return new double[] {mean, sum(Arrays.stream(block).map(x -> (x - mean) * (x - mean)).toArray())};
        }
        int left = leftBlocks(blocks);
        double[] a = moments(in, firstBlock, left);
        double[] b = moments(in, firstBlock + left, blocks - left);
        double countA = left * 4096.0;
        double countB = Math.min(in.length, (firstBlock + blocks) * 4096) - (firstBlock + left) * 4096.0;
        double n = countA + countB;
        double delta = b[0] - a[0];
        return new double[] {
            a[0] + delta * (countB / n), (a[1] + b[1]) + (delta * delta) * (countA * (countB / n))
        };
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
