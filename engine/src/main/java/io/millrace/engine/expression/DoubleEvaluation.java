package io.millrace.engine.expression;

import io.millrace.engine.Job;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.NumericArray;

/// What becomes of an expression with elements of `double` or `float`: it is computed when one of these methods is
/// called, as a job of the pool.
///
/// Every method throws what jobs throw: `WorkerException` when a function of the user's throws, or too many
/// workers die of one chunk; `RegionDroppedException` when an array was dropped; `IllegalArgumentException`
/// when an array is of another file, or the expression has no array or is too long.
///
/// The methods that end in `Async` do not wait: they refuse what does not fit at once, and the job fails with what the
/// other form throws. A job that was cancelled while it wrote in place leaves each block of 4,096 elements old or new.
///
/// @param <A> an array for its elements
public interface DoubleEvaluation<A extends NumericArray> {

    /// All elements become one number, as `Pool.reduce` makes it.
    ///
    /// @throws IllegalArgumentException when a reduction of your own does not fit the type
    double reduce(Reduction how);

    /// As [#reduce], without waiting.
    ///
    /// @throws IllegalArgumentException as the waiting form
    Job<Double> reduceAsync(Reduction how);

    /// The sum of the elements, by [Reduction#SUM].
    default double sum() {
        return reduce(Reduction.SUM);
    }

    /// As [#sum], without waiting.
    ///
    /// @throws IllegalArgumentException as the waiting form
    default Job<Double> sumAsync() {
        return reduceAsync(Reduction.SUM);
    }

    /// The smallest element, by [Reduction#MIN].
    default double min() {
        return reduce(Reduction.MIN);
    }

    /// As [#min], without waiting.
    ///
    /// @throws IllegalArgumentException as the waiting form
    default Job<Double> minAsync() {
        return reduceAsync(Reduction.MIN);
    }

    /// The largest element, by [Reduction#MAX].
    default double max() {
        return reduce(Reduction.MAX);
    }

    /// As [#max], without waiting.
    ///
    /// @throws IllegalArgumentException as the waiting form
    default Job<Double> maxAsync() {
        return reduceAsync(Reduction.MAX);
    }

    /// The product of the elements, by [Reduction#PRODUCT].
    default double product() {
        return reduce(Reduction.PRODUCT);
    }

    /// As [#product], without waiting.
    ///
    /// @throws IllegalArgumentException as the waiting form
    default Job<Double> productAsync() {
        return reduceAsync(Reduction.PRODUCT);
    }

    /// The number of elements that are not zero; of a comparison, the number of those for which it holds.
    long count();

    /// As [#count], without waiting.
    ///
    /// @throws IllegalArgumentException as the waiting form
    Job<Long> countAsync();

    /// Writes the elements. `out` may be an array of the expression: then each block of 4,096 elements is old or
    /// new, whoever dies meanwhile.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or `out` overlaps an array of the expression
    ///         partly; the message tells the path to it
    /// @throws UnsupportedOperationException when `out` was attached read-only
    void into(A out);

    /// As [#into], without waiting.
    ///
    /// @throws IllegalArgumentException as the waiting form
    /// @throws UnsupportedOperationException when `out` was attached read-only
    Job<Void> intoAsync(A out);
}
