package io.millrace.spark.internal.rdd;

import io.millrace.engine.Pool;
import io.millrace.shm.data.NumericArray;
import java.io.Serializable;
import java.util.List;

/// What a task computes from the parts of one partition.
///
/// @param <R> travels to the driver
@FunctionalInterface
public interface PartWork<R> extends Serializable {
    /// @param firstBlock of the partition
    List<R> run(Pool pool, NumericArray[] inputs, long firstBlock);
}
