package io.millrace.engine.internal.task;

import io.millrace.shm.WorkerException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps the result of a single task.
final class GatheredOne<R extends @Nullable Object> implements Gathering<R> {
    private @Nullable Object value;
    private @Nullable WorkerException failure;

    @Override
    public void value(long index, @Nullable Object itsValue) {
        value = itsValue;
    }

    @Override
    public void failure(long index, WorkerException itsFailure) {
        failure = itsFailure;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the function gives R
    public R result(BooleanSupplier unwanted) {
        if (failure != null) {
            throw failure;
        }
        return (R) value;
    }
}
