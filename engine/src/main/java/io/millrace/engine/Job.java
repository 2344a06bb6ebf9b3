package io.millrace.engine;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A job in work: a future with progress.
///
/// It completes when its last chunk or task is done, with the result or with what the waiting form
/// of the call would throw, and never while one is in work: after its end, nothing is written to its
/// output. Stages that depend on it may run in a thread of the pool's that others wait for: let
/// them be short, or use the `...Async` forms.
///
/// @param <R> what the job gives
public final class Job<R extends @Nullable Object> extends CompletableFuture<R> {
    private static final long FOREVER = Long.MAX_VALUE / 2;

    private final Running running;

    /// The job's side in the pool.
    interface Running {
        double progress();

        /// Asks for the end; the job completes when its chunks in work have come to theirs.
        ///
        /// @return true when it had not begun: then it never will
        boolean abort();

        /// As [#abort], and what is in work is stopped where that can be done.
        default boolean abortNow() {
            return abort();
        }

        /// Helps the job along while the calling thread waits for it: until it has ended, the thread
        /// is interrupted or the `System.nanoTime` is `endNanos`. May return earlier.
        default void help(long endNanos) {}
    }

    Job(Running running) {
        this.running = running;
    }

    /// Finished share of the work, 0 to 1.
    public double progress() {
        return isDone() && !isCompletedExceptionally() ? 1 : running.progress();
    }

    /// Stops the job and returns when no chunk or task of it is in work: for array work some
    /// milliseconds, an in-place job leaves whole blocks, old or new. Tasks that have begun come to
    /// their end.
    ///
    /// @param mayInterruptIfRunning true: tasks that have begun are stopped, by killing the workers
    ///         that run them, which are replaced; worker threads are interrupted. Without effect on
    ///         array work: that is stopped between chunks, so a function of your own that never returns
    ///         keeps this call waiting until its workers ([Pool#workers]) are killed
    /// @return whether the job was stopped before it was done
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return isCancelled();
        }
        if (mayInterruptIfRunning ? running.abortNow() : running.abort()) {
            completeCancelled();
            return true;
        }
        try {
            join();
        } catch (CancellationException | CompletionException ended) {
            return isCancelled();
        }
        return false;
    }

    /// Waits for the result. The waiting thread collects it itself, if no other does.
    @Override
    public R get() throws InterruptedException, ExecutionException {
        help(FOREVER);
        return super.get();
    }

    /// As [#get()], for so long.
    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long begin = System.nanoTime();
        long nanos = unit.toNanos(timeout);
        help(Math.min(nanos, FOREVER));
        return super.get(Math.max(0, nanos - (System.nanoTime() - begin)), TimeUnit.NANOSECONDS);
    }

    /// As [#get()], unchecked, and an interrupt does not end the wait.
    @Override
    public R join() {
        help(FOREVER);
        return super.join();
    }

    private void help(long nanos) {
        if (!isDone() && nanos > 0) {
            running.help(System.nanoTime() + nanos);
        }
    }

    /// Completes as cancelled; for the pool, when the last chunk has ended.
    void completeCancelled() {
        super.cancel(false);
    }

    /// @hidden Dependent stages are plain futures.
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
