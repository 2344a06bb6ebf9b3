package io.millrace.engine;

/// Statistics of `double` or `float` elements, computed in one pass. With no elements the sum is 0.0,
/// the minimum positive infinity, the maximum negative infinity; mean and variances are NaN.
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
