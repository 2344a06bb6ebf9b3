package io.millrace.bench;

import java.util.Arrays;

/// A summary of the times of several runs.
///
/// @param spread distance of the quartiles, relative to the median
record Times(double medianSeconds, double bestSeconds, double spread) {
    private static final double NANOS_PER_SECOND = 1e9;

    /// Summarises one or more times in nanoseconds.
    static Times of(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double median = quantile(sorted, 0.5);
        double spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median;
        return new Times(median / NANOS_PER_SECOND, sorted[0] / NANOS_PER_SECOND, spread);
    }

    private static double quantile(long[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
