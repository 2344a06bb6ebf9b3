package io.millrace.engine.internal.array;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// How a job ends: cancelled, unless there is a result or a failure. Made before the job runs: at the end
/// there may be no memory for it.
final class JobEnding<R> implements Runnable {
    private final CompletableFuture<R> job;
    private @Nullable R result;
    private @Nullable Throwable failure;
    private boolean hasResult;

    JobEnding(CompletableFuture<R> job) {
        this.job = job;
    }

    void result(R value) {
        result = value;
        hasResult = true;
    }

    void failure(Throwable thrown) {
        failure = thrown;
    }

    /// Completes the job.
    @Override
    @SuppressWarnings("NullAway") // null is the result of jobs that only write
    public void run() {
        if (hasResult) {
            job.complete(result);
        } else if (failure != null) {
            job.completeExceptionally(failure);
        } else {
            job.completeExceptionally(new CancellationException());
        }
    }
}
