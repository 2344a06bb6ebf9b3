package io.millrace.engine.internal.pool;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A call of a pool, as the job that a user holds controls it.
///
/// @param <R> what the call gives
public interface JobControl<R extends @Nullable Object> {
    /// Starts the call, unless it runs already, and returns. At its end, the call completes `job`:
    /// with the result, with what the waiting form of the call throws, or with a
    /// [java.util.concurrent.CancellationException] after [#abort].
    void start(CompletableFuture<R> job);

    /// Finished share of the work, 0 to 1.
    double progress();

    /// Asks for the end; the job completes when no chunk or task of it runs.
    ///
    /// @return true when the call had not begun: then it never will
    boolean abort();

    /// As [#abort], and stops what runs where that is possible.
    default boolean abortNow() {
        return abort();
    }

    /// Does work for the call while the calling thread waits for it: until the call has ended, the thread
    /// is interrupted or the `System.nanoTime` is `endNanos`. May return earlier.
    default void help(long endNanos) {}
}
