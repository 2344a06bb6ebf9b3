package io.millrace.engine.task;

/// What holds for each item of a call.
///
/// @param maxAttempts how many workers one item may kill; 1: it is never run again
/// @param timeoutNanos how long one may run; 0: as long as it takes
/// @param chunk items in a batch; 0: by measured cost
public record TaskLimits(int maxAttempts, long timeoutNanos, int chunk) {
    /// A worker that is killed because of one item may have begun with the next: one that must not
    /// run again travels alone.
    public TaskLimits {
        chunk = maxAttempts == 1 && timeoutNanos > 0 ? 1 : chunk;
    }
}
