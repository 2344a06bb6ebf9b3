package io.millrace.engine.job;

/// What an element costs under a function of the user's, as the latest job found it. Kept by the
/// submitter; a guess is all that is needed.
public final class ElementCost {
    private volatile double nanos;

    /// Nanoseconds an element of one worker's time; 0 while unknown.
    double nanos() {
        return nanos;
    }

    void learn(double nanosPerElement) {
        nanos = nanosPerElement;
    }
}
