package io.millrace.engine.internal.task;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A job that has begun, in the form in which executors of the JDK hold a task: to run it is to wait for
/// its end.
///
/// @param job runs in a worker
/// @param result what the future gives for what the job gave
public record JobFuture<J extends @Nullable Object, V extends @Nullable Object>(
        CompletableFuture<J> job, Function<J, V> result) implements RunnableFuture<V> {
    /// Waits for the end of the job; [#get] tells how it ended.
    @Override
    public void run() {
        try {
            job.join();
        } catch (CancellationException | CompletionException ended) {
            // whoever asks the future receives it
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return job.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
        return job.isCancelled();
    }

    @Override
    public boolean isDone() {
        return job.isDone();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        return result.apply(job.get());
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return result.apply(job.get(timeout, unit));
    }
}
