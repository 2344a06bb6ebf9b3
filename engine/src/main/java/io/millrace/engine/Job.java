package io.millrace.engine;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A job in work: a future with progress.
///
/// It completes when its last chunk is done, with the result or with what the waiting form of the
/// call would throw, and never while a chunk of it is in work: after its end, nothing is written to
/// its output.
///
/// @param <R> what the job gives
public final class Job<R> extends CompletableFuture<R> {
    private final Running running;

    /// The job's side in the pool.
    interface Running {
        double progress();

        /// Asks for the end; the job completes when its chunks in work have come to theirs.
        ///
        /// @return true when it had not begun: then it never will
        boolean abort();
    }

    Job(Running running) {
        this.running = running;
    }

    /// Finished share of the work, 0 to 1.
    public double progress() {
        return isDone() && !isCompletedExceptionally() ? 1 : running.progress();
    }

    /// Stops the job and returns when no chunk of it is in work: some milliseconds. An in-place job
    /// leaves whole blocks, old or new.
    ///
    /// @param mayInterruptIfRunning without effect: array work is stopped between chunks
    /// @return whether the job was stopped before it was done
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return isCancelled();
        }
        if (running.abort()) {
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
