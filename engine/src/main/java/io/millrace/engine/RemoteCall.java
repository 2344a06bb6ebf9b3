package io.millrace.engine;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A task as a [Callable] and a [Supplier] for code that knows nothing of Millrace: the thread that
/// calls it waits while a worker of the pool runs the task. [Pool#remote(RemoteCallable)] makes it.
///
/// ```java
/// try (var scope = StructuredTaskScope.open()) {
///     var count = scope.fork(pool.remote(() -> count(file)));
///     scope.join();
/// }
/// ```
///
/// Each call runs the task once more. An interrupt of the calling thread cancels the task: one that runs may
/// end within [PoolOptions#cancelGrace], then its worker is killed and replaced. Safe for all threads,
/// virtual ones included.
///
/// @param <R> what the task gives
public final class RemoteCall<R extends @Nullable Object> implements Callable<R>, Supplier<R> {
    private final Pool pool;
    private final RemoteCallable<R> task;

    RemoteCall(Pool pool, RemoteCallable<R> task) {
        this.pool = pool;
        this.task = task;
    }

    /// Runs the task in a worker and waits for its result.
    ///
    /// @throws io.millrace.shm.WorkerException when the task throws, or too many workers die of it
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    /// @throws io.millrace.shm.JobCancelledException when the thread is interrupted
    /// @throws IllegalStateException when the pool is closed
    @Override
    public R call() {
        return pool.await(task);
    }

    /// As [#call].
    ///
    /// @throws io.millrace.shm.WorkerException when the task throws, or too many workers die of it
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    /// @throws io.millrace.shm.JobCancelledException when the thread is interrupted
    /// @throws IllegalStateException when the pool is closed
    @Override
    public R get() {
        return call();
    }

    /// The pool, for an executor that begins the task itself.
    Pool pool() {
        return pool;
    }

    RemoteCallable<R> task() {
        return task;
    }

    /// A task without a result, in the same way.
    record Action(Pool pool, RemoteRunnable task) implements Runnable {
        @Override
        public void run() {
            pool.await(task);
        }
    }
}
