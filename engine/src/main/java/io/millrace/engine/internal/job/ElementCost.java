package io.millrace.engine.internal.job;

/// The cost of an element under a function of the user, as the latest job measured it. Kept by the
/// submitter; an estimate is enough.
public final class ElementCost {
    private volatile double nanos;

    /// Nanoseconds of one worker for an element; 0 while unknown.
    double nanos() {
        return nanos;
    }

    void learn(double nanosPerElement) {
        nanos = nanosPerElement;
    }
}
