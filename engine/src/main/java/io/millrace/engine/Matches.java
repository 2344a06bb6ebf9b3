package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.internal.array.ArrayJobs;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.NumericArray;
import java.util.function.Supplier;

/// The elements of an array that a condition holds for: [Pool#where]. Nothing is computed or kept here: each
/// call is a job of its own over the elements as they are then.
///
/// ```java
/// long high = pool.where(prices, x -> x > 100).count();
/// boolean some = pool.where(prices, Double::isNaN).any();
/// ```
///
/// The condition runs where functions of your own run, once or more for an element. It depends on its
/// argument alone; then every result is the same for any number of workers and any deaths. `any`, `all` and
/// `firstIndex` end early: a chunk that an element found has settled is not computed. As in NumPy, NaN is an
/// element like others: the condition says what holds for it.
public final class Matches {
    private final Supplier<ArrayJobs> arrays;
    private final NumericArray in;
    private final Op condition;

    Matches(Supplier<ArrayJobs> arrays, NumericArray in, Op condition) {
        this.arrays = arrays;
        this.in = requireNonNull(in, "in");
        this.condition = condition;
    }

    /// How many elements it holds for.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when the condition throws, or too many workers die of one chunk
    public long count() {
        return arrays.get().count(in, condition).run();
    }

    /// As [#count], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> countAsync() {
        return Job.start(arrays.get().count(in, condition));
    }

    /// Whether it holds for an element; false for no elements.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when the condition throws, or too many workers die of one chunk
    public boolean any() {
        return arrays.get().any(in, condition).run();
    }

    /// As [#any], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Boolean> anyAsync() {
        return Job.start(arrays.get().any(in, condition));
    }

    /// Whether it holds for every element; true for no elements.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when the condition throws, or too many workers die of one chunk
    public boolean all() {
        return arrays.get().all(in, condition).run();
    }

    /// As [#all], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Boolean> allAsync() {
        return Job.start(arrays.get().all(in, condition));
    }

    /// The index of the first element it holds for, counted from the start of the array or slice; -1 when
    /// there is none.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when the condition throws, or too many workers die of one chunk
    public long firstIndex() {
        return arrays.get().firstIndex(in, condition).run();
    }

    /// As [#firstIndex], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> firstIndexAsync() {
        return Job.start(arrays.get().firstIndex(in, condition));
    }
}
