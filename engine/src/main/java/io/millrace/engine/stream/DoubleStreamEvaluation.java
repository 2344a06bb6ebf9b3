package io.millrace.engine.stream;

import io.millrace.engine.kernel.Reduction;
import java.nio.file.Path;

/// What becomes of an expression with elements of `double` or `float` over the pieces of a file: it is computed when
/// one of these methods is called. They throw what [FileStream] lists, and `IllegalArgumentException` when the
/// expression has no array, an array of another file, or is too long.
public interface DoubleStreamEvaluation {

    /// All elements become one number, as `Pool.reduce` makes it.
    ///
    /// @throws IllegalArgumentException when a reduction of your own does not fit the type
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

    /// Writes the elements to a file, which may be the one that is read.
    void into(Path out);
}
