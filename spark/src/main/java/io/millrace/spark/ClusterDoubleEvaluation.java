package io.millrace.spark;

import io.millrace.engine.kernel.Reduction;

/// What becomes of an expression with elements of `double` or `float` over a distributed array.
///
/// Each method throws `IllegalStateException` when an array of the expression is closed, and what jobs on a cluster
/// throw.
///
/// @param <D> an array of its elements
public interface ClusterDoubleEvaluation<D> {

    /// All elements become one number.
    double reduce(Reduction how);

    /// The sum of the elements, by [Reduction#SUM].
    default double sum() {
        return reduce(Reduction.SUM);
    }

    /// The smallest element, by [Reduction#MIN].
    default double min() {
        return reduce(Reduction.MIN);
    }

    /// The largest element, by [Reduction#MAX].
    default double max() {
        return reduce(Reduction.MAX);
    }

    /// The product of the elements, by [Reduction#PRODUCT].
    default double product() {
        return reduce(Reduction.PRODUCT);
    }

    /// The number of elements that are not zero; of a comparison, the number of those for which it holds.
    long count();

    /// The elements as an array, whose parts are made when a result needs them.
    D array();
}
