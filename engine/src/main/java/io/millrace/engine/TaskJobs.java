package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a pool does with functions over objects. Functions, items and results travel by
/// `Codec.any()`; what cannot is a [io.millrace.shm.NotTransportableException] of the call, or, of a
/// result, the failure of its task.
///
/// A task whose worker dies is run again by another one, unless [TaskOptions] say otherwise, and
/// fails alone with a [io.millrace.shm.WorkerException] when it has killed as many as it may. What
/// its code throws is the cause of such an exception.
///
/// Items are sent in batches of so many as take a millisecond or two together: cheap tasks may be
/// very many.
public sealed interface TaskJobs permits Pool {

    /// `fn` of each item, in the order of the items.
    ///
    /// @return unmodifiable; may hold nulls
    /// @throws io.millrace.shm.WorkerException of the failed item with the lowest index, when all
    ///         have run
    default <T extends @Nullable Object, R extends @Nullable Object> List<R> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return mapAll(items, fn, TaskOptions.defaults());
    }

    /// As above, with options for each item.
    default <T extends @Nullable Object, R extends @Nullable Object> List<R> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        return Tasks.of(this).<T, R>mapAll(items, fn, options).result();
    }

    /// [#mapAll(Iterable, RemoteFunction)] that returns when the items are read and encoded.
    default <T extends @Nullable Object, R extends @Nullable Object> Job<List<R>> mapAllAsync(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return mapAllAsync(items, fn, TaskOptions.defaults());
    }

    /// As above, with options for each item.
    default <T extends @Nullable Object, R extends @Nullable Object> Job<List<R>> mapAllAsync(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        return Tasks.of(this).<T, R>mapAll(items, fn, options).job();
    }

    /// `fn` of each item, while they come: the input may be endless, and is read by a thread of the
    /// pool a few batches ahead of what is taken.
    default <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapLazily(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return Tasks.of(this).mapLazily(items, fn, 0, true);
    }

    /// As above, in batches of `chunk` items. When the input throws, the items of a batch that it had
    /// begun are not run.
    default <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapLazily(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, int chunk) {
        return Tasks.of(this).mapLazily(items, fn, Tasks.chunk(chunk), true);
    }

    /// As [#mapLazily(Iterable, RemoteFunction)], but results come as they arrive: a slow item does
    /// not hold up others.
    default <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapUnordered(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return Tasks.of(this).mapLazily(items, fn, 0, false);
    }

    /// As above, in batches of `chunk` items.
    default <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapUnordered(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, int chunk) {
        return Tasks.of(this).mapLazily(items, fn, Tasks.chunk(chunk), false);
    }

    /// What became of each item, in their order: failures do not stop the rest and are not thrown.
    default <T extends @Nullable Object, R extends @Nullable Object> List<Outcome<T, R>> mapOutcomes(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return mapOutcomes(items, fn, TaskOptions.defaults());
    }

    /// As above, with options for each item.
    default <T extends @Nullable Object, R extends @Nullable Object> List<Outcome<T, R>> mapOutcomes(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        return Tasks.of(this).<T, R>mapOutcomes(items, fn, options).result();
    }

    /// [#mapOutcomes(Iterable, RemoteFunction)] that returns when the items are read and encoded.
    default <T extends @Nullable Object, R extends @Nullable Object> Job<List<Outcome<T, R>>> mapOutcomesAsync(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return Tasks.of(this).<T, R>mapOutcomes(items, fn, TaskOptions.defaults()).job();
    }

    /// Runs a task in a worker.
    default <R extends @Nullable Object> Job<R> submit(RemoteCallable<R> task) {
        return submit(task, TaskOptions.defaults());
    }

    /// As above, with options.
    default <R extends @Nullable Object> Job<R> submit(RemoteCallable<R> task, TaskOptions options) {
        return Tasks.of(this).submit(task, options);
    }

    /// Runs a task without a result in a worker.
    default Job<@Nullable Void> submit(RemoteRunnable task) {
        return submit(task, TaskOptions.defaults());
    }

    /// As above, with options.
    default Job<@Nullable Void> submit(RemoteRunnable task, TaskOptions options) {
        return Tasks.of(this).submit(task, options);
    }

    /// Each task as [#submit(RemoteCallable)] runs it.
    default <R extends @Nullable Object> List<Job<R>> submitAll(
            Iterable<? extends RemoteCallable<? extends R>> tasks) {
        return submitAll(tasks, TaskOptions.defaults());
    }

    /// As above, with options for each task.
    default <R extends @Nullable Object> List<Job<R>> submitAll(
            Iterable<? extends RemoteCallable<? extends R>> tasks, TaskOptions options) {
        return Tasks.of(this).submitAll(requireNonNull(tasks, "tasks"), options);
    }

    /// Runs a task once in every worker, and in every worker that comes later before it takes other
    /// work: to load what all tasks need, say. Returns when all have run it, those who are just being
    /// started or replaced too. A task that ends its process ends every worker that comes: after a few
    /// the pool has failed.
    ///
    /// @throws io.millrace.shm.WorkerException when it threw in one of them. If it succeeded in none it
    ///         is forgotten; else a later worker in which it throws ends, with the story on standard
    ///         error
    default void runInEachWorker(RemoteRunnable task) {
        Tasks.of(this).runInEachWorker(requireNonNull(task, "task"));
    }

    /// Tells `consumer`, in a thread of the pool's, how far the tasks are: every so often while there
    /// are any, and once when they have come to their end. Until the pool is closed; a consumer that
    /// throws is told no more.
    default void onProgress(Duration every, Consumer<Progress> consumer) {
        Tasks.of(this).onProgress(every, requireNonNull(consumer, "consumer"));
    }
}
