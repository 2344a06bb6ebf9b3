package io.millrace.engine.internal.task;

import io.millrace.engine.Outcome;
import io.millrace.shm.WorkerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Makes an outcome for each item. The caller puts each item here before handing it in.
final class GatheredOutcomes<T extends @Nullable Object, R extends @Nullable Object>
        implements Gathering<List<Outcome<T, R>>> {
    private final List<T> inputs = Collections.synchronizedList(new ArrayList<>());
    private final List<@Nullable Outcome<T, R>> outcomes = new ArrayList<>();

    /// Keeps an item that is handed in next.
    void input(T item) {
        inputs.add(item);
    }

    @Override
    @SuppressWarnings("unchecked") // the function gives R
    public void value(long index, @Nullable Object value) {
        put(new Outcome<>(index, inputs.get((int) index), (R) value, null));
    }

    @Override
    public void failure(long index, WorkerException failure) {
        put(new Outcome<>(index, inputs.get((int) index), null, failure));
    }

    private void put(Outcome<T, R> outcome) {
        while (outcomes.size() <= outcome.index()) {
            outcomes.add(null);
        }
        outcomes.set((int) outcome.index(), outcome);
    }

    @Override
    @SuppressWarnings("NullAway") // none is missing
    public List<Outcome<T, R>> result(BooleanSupplier unwanted) {
        return Collections.unmodifiableList(outcomes);
    }
}
