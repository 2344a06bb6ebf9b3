package io.millrace.bench;

import java.util.Arrays;

/// What is kept of the times of several runs.
///
/// @param spread distance between the quartiles as a share of the median
record Times(double medianSeconds, double bestSeconds, double spread) {
    private static final double SECOND = 1e9;

    /// Of at least one time in nanoseconds.
    static Times of(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double median = quantile(sorted, 0.5);
        return new Times(
                median / SECOND, sorted[0] / SECOND, (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median);
    }

    private static double quantile(long[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
