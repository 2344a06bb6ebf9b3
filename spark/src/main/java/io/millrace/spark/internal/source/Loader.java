package io.millrace.spark.internal.source;

import io.millrace.engine.Pool;
import io.millrace.shm.data.NumericArray;
import java.io.IOException;
import java.io.Serializable;

/// Fills parts of an array on a node. Made on the driver; travels to the executors.
public interface Loader extends Serializable {
    /// Elements of the whole array.
    long length();

    /// Writes the elements from `from` on into `target`, all of it.
    ///
    /// @throws io.millrace.shm.FileFormatException the source does not hold what it held on the driver
    /// @throws io.millrace.shm.FileAccessException the source cannot be read here
    /// @throws IndexOutOfBoundsException not all of these elements are within the array
    /// @throws IOException the source cannot be read, and there is no more to say
    void load(Pool pool, NumericArray target, long from) throws IOException;
}
