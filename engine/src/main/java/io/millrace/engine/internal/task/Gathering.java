package io.millrace.engine.internal.task;

import io.millrace.shm.WorkerException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps the results of a call until all have come. Used by one thread at a time.
///
/// @param <R> what the call gives
interface Gathering<R extends @Nullable Object> {
    void value(long index, @Nullable Object value);

    /// The values of some items, one after the other; again, perhaps, after it threw.
    default void values(long first, @Nullable Object[] values) {
        for (int at = 0; at < values.length; at++) {
            value(first + at, values[at]);
        }
    }

    void failure(long index, WorkerException failure);

    /// What the call gives, when no result is missing.
    ///
    /// @param unwanted whether the result is no longer wanted; asked while this takes long
    /// @throws WorkerException when an item failed
    R result(BooleanSupplier unwanted);

    /// Whether [#result] takes long: then the thread that collects results does not call it.
    default boolean isSlow() {
        return false;
    }
}
