package io.millrace.engine;

/// Statistics of integer elements, from one pass. Of no elements: sum 0, minimum `Long.MAX_VALUE`,
/// maximum `Long.MIN_VALUE`, mean and variance NaN.
///
/// @param count number of elements
/// @param sum of all elements (two's complement: it wraps)
/// @param mean arithmetic mean
/// @param variance mean squared distance from the mean, divided by `count`
/// @param sampleVariance the same divided by `count - 1`: NaN for one element
/// @param min smallest element
/// @param max largest element
public record LongSummary(
        long count,
        long sum,
        double mean,
        double variance,
        double sampleVariance,
        long min,
        long max) {}
