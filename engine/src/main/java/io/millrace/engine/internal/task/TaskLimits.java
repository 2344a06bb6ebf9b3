package io.millrace.engine.internal.task;

/// Limits of each item of a call.
///
/// @param maxAttempts how many workers one item may kill; 1: no item runs again
/// @param timeoutNanos how long one item may run; 0: without a limit
/// @param chunk items in a batch; 0: by measured cost
record TaskLimits(int maxAttempts, long timeoutNanos, int chunk) {
    /// A worker that is killed because of one item may have begun the next: an item that must not run again
    /// is alone in its batch.
    TaskLimits {
        chunk = maxAttempts == 1 && timeoutNanos > 0 ? 1 : chunk;
    }
}
