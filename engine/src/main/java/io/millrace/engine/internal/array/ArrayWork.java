package io.millrace.engine.internal.array;

import io.millrace.engine.internal.pool.JobControl;

/// A call over whole arrays: of one job, or of two.
///
/// @param <R> what the call gives
public sealed interface ArrayWork<R> extends JobControl<R> permits ArrayCall, ScanCall {
    /// Runs the call to its end in the calling thread. Interrupted, the call cancels its job, waits for the
    /// chunks that run and restores the flag.
    ///
    /// @throws io.millrace.shm.JobCancelledException when the call is aborted or interrupted before it is done
    /// @throws io.millrace.shm.WorkerException when code of the user's throws, or kills too many workers
    /// @throws IllegalStateException when the pool is closed
    R run();

    /// As [#run], for a call that [Submissions] has counted in.
    R compute();
}
