package io.millrace.bench.waiting;

/// One of the two processes of a scenario. Both do a round at the same time.
interface Side {
    /// Does `count` of what the scenario is about, or goes on for `count` milliseconds; gives back what was measured.
    double round(long count) throws InterruptedException;
}
