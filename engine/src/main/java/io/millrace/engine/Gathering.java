package io.millrace.engine;

import io.millrace.shm.WorkerException;
import org.jspecify.annotations.Nullable;

/// Where the results of a call gather until all are there. Used by one thread at a time.
///
/// @param <R> what the call gives
interface Gathering<R extends @Nullable Object> {
    void value(long index, @Nullable Object value);

    void failure(long index, WorkerException failure);

    /// What the call gives, when nothing is missing.
    ///
    /// @throws WorkerException when it gives a failure
    R result();
}
