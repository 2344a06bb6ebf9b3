package io.millrace.engine;

import io.millrace.shm.WorkerException;
import org.jspecify.annotations.Nullable;

/// The result of a single task.
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
    public R result() {
        if (failure != null) {
            throw failure;
        }
        return (R) value;
    }
}
