package io.millrace.spark.internal.rdd;

import io.millrace.engine.Pool;
import io.millrace.shm.data.NumericArray;
import java.io.Serializable;

/// Writes all elements of a part. Depends on nothing but its arguments, so that whoever makes a part again gets the
/// same elements.
@FunctionalInterface
public interface PartMaker extends Serializable {
    /// @param inputs the parts of the arrays that it is computed from, in the same partition
    /// @param first the first element within the whole array
    void make(Pool pool, NumericArray[] inputs, NumericArray target, long first);
}
