package io.millrace.engine;

import io.millrace.shm.WorkerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An outcome for each item. The caller keeps the items here while it hands them in.
final class GatheredOutcomes<T extends @Nullable Object, R extends @Nullable Object>
        implements Gathering<List<Outcome<T, R>>> {
    private final List<T> inputs = Collections.synchronizedList(new ArrayList<>());
    private final List<@Nullable Outcome<T, R>> outcomes = new ArrayList<>();

    /// An item before it is handed in.
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
    public List<Outcome<T, R>> result() {
        return Collections.unmodifiableList(outcomes);
    }
}
