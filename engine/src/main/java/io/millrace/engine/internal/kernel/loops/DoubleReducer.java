package io.millrace.engine.internal.kernel.loops;

import java.util.Arrays;

/// Computes one number of a block of `double` elements, in the order of the summation tree. It does
/// not change the block.
@FunctionalInterface
public interface DoubleReducer {

    double reduce(double[] block, int n);

    static double sum(double[] block, int n) {
        double[] accumulators = new double[Blocks.ACCUMULATORS];
        Arrays.fill(accumulators, -0.0);
        for (int i = 0; i < n; i++) {
            accumulators[i & (Blocks.ACCUMULATORS - 1)] += block[i];
        }
        return halveSum(accumulators);
    }

    static double product(double[] block, int n) {
        double[] accumulators = new double[Blocks.ACCUMULATORS];
        Arrays.fill(accumulators, 1.0);
        for (int i = 0; i < n; i++) {
            accumulators[i & (Blocks.ACCUMULATORS - 1)] *= block[i];
        }
        return halveProduct(accumulators);
    }

    static double min(double[] block, int n) {
        double min = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            min = Math.min(min, block[i]);
        }
        return min;
    }

    static double max(double[] block, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, block[i]);
        }
        return max;
    }

    /// Adds accumulator *k + 16* to *k*, then + 8, + 4, + 2, + 1.
    static double halveSum(double[] accumulators) {
        for (int half = accumulators.length / 2; half > 0; half /= 2) {
            for (int k = 0; k < half; k++) {
                accumulators[k] += accumulators[k + half];
            }
        }
        return accumulators[0];
    }

    /// Multiplies as [#halveSum] adds.
    static double halveProduct(double[] accumulators) {
        for (int half = accumulators.length / 2; half > 0; half /= 2) {
            for (int k = 0; k < half; k++) {
                accumulators[k] *= accumulators[k + half];
            }
        }
        return accumulators[0];
    }

    /// The number of elements that are not zero; NaN is not zero.
    static long countNonzero(double[] block, int n) {
        long count = 0;
        for (int i = 0; i < n; i++) {
            count += block[i] != 0 ? 1 : 0;
        }
        return count;
    }
}
