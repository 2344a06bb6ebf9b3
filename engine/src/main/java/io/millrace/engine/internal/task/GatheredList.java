package io.millrace.engine.internal.task;

import io.millrace.shm.WorkerException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps all results in the order of their items, and the failure of the lowest index.
final class GatheredList<R extends @Nullable Object> implements Gathering<List<R>> {
    private static final int FIRST_CAPACITY = 16;

    private @Nullable Object[] values = new @Nullable Object[FIRST_CAPACITY];
    private int length;
    private long failedIndex = Long.MAX_VALUE;
    private @Nullable WorkerException failure;

    @Override
    public void value(long index, @Nullable Object value) {
        int at = room(index);
        values[at] = value;
    }

    @Override
    public void values(long first, @Nullable Object[] some) {
        room(first + some.length - 1);
        System.arraycopy(some, 0, values, (int) first, some.length);
    }

    private int room(long index) {
        if (index >= values.length) {
            values = Arrays.copyOf(
                    values, (int) Math.max(index + 1, Math.min(2L * values.length, Integer.MAX_VALUE - 8)));
        }
        length = (int) Math.max(length, index + 1);
        return (int) index;
    }

    @Override
    public void failure(long index, WorkerException itsFailure) {
        if (index < failedIndex) {
            failedIndex = index;
            failure = itsFailure;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the function gives R
    public List<R> result(BooleanSupplier unwanted) {
        if (failure != null) {
            throw failure;
        }
        return (List<R>) Collections.unmodifiableList(
                Arrays.asList(length == values.length ? values : Arrays.copyOf(values, length)));
    }
}
