package io.millrace.engine.internal.kernel.loops;

/// Computes one number of a block of `long` elements. Two's complement arithmetic wraps, so the
/// result does not depend on the order.
@FunctionalInterface
public interface LongReducer {

    long reduce(long[] block, int n);

    static long sum(long[] block, int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += block[i];
        }
        return sum;
    }

    static long product(long[] block, int n) {
        long product = 1;
        for (int i = 0; i < n; i++) {
            product *= block[i];
        }
        return product;
    }

    static long min(long[] block, int n) {
        long min = Long.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            min = Math.min(min, block[i]);
        }
        return min;
    }

    static long max(long[] block, int n) {
        long max = Long.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, block[i]);
        }
        return max;
    }

    static long countNonzero(long[] block, int n) {
        long count = 0;
        for (int i = 0; i < n; i++) {
            count += block[i] != 0 ? 1 : 0;
        }
        return count;
    }

    /// Writes the 128-bit sum: low word, high word. It sums the upper and the lower halves of the
    /// elements apart; neither sum of 4,096 elements can overflow.
    static void sum128(long[] block, int n, long[] node) {
        long upper = 0;
        long lower = 0;
        for (int i = 0; i < n; i++) {
            upper += block[i] >> 32;
            lower += block[i] & 0xFFFF_FFFFL;
        }
        node[0] = lower;
        node[1] = 0;
        add128(node, upper << 32, upper >> 32);
    }

    /// Adds a 128-bit number to the one in `node`.
    static void add128(long[] node, long low, long high) {
        long sum = node[0] + low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        node[0] = sum;
        node[1] += high + carry;
    }
}
