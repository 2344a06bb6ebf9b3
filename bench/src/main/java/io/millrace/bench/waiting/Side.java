package io.millrace.bench.waiting;

/// One of the two processes of a scenario. Both run a round at the same time.
interface Side {
    /// Does the work of the scenario `count` times, or for `count` milliseconds; returns the
    /// measured value.
    double round(long count) throws InterruptedException;
}
