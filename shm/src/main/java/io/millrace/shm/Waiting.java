package io.millrace.shm;

/// How a thread waits for a word to change.
public enum Waiting {
    /// Keeps its processor busy: least delay.
    SPIN,
    /// Spins about 20 microseconds if the machine has processors to spare, then sleeps.
    BALANCED,
    /// Sleeps at once: no processor time.
    PARK
}
