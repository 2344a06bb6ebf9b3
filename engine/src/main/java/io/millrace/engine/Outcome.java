package io.millrace.engine;

import io.millrace.shm.WorkerException;
import org.jspecify.annotations.Nullable;

/// The outcome of one item of [Pool#mapOutcomes]: a value or a failure.
///
/// @param index of the item in the input
/// @param input the item
/// @param value what the function gave for it; null when it failed
/// @param failure why there is no value; null when there is one
public record Outcome<T extends @Nullable Object, R extends @Nullable Object>(
        long index, T input, @Nullable R value, @Nullable WorkerException failure) {

    /// Whether the function returned.
    public boolean isSuccess() {
        return failure == null;
    }
}
