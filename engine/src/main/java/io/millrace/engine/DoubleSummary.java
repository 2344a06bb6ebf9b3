package io.millrace.engine;

/// What one pass over `double` or `float` elements tells. Of no elements: sum 0.0, minimum and
/// maximum the infinities, mean and variance NaN.
///
/// @param count number of elements
/// @param sum of all elements
/// @param mean arithmetic mean
/// @param variance mean squared distance from the mean, divided by `count`
/// @param sampleVariance the same divided by `count - 1`: NaN for one element
/// @param min smallest element, as `Math.min` orders: NaN wins, -0.0 is below 0.0
/// @param max largest element, as `Math.max` orders
public record DoubleSummary(
        long count,
        double sum,
        double mean,
        double variance,
        double sampleVariance,
        double min,
        double max) {}
