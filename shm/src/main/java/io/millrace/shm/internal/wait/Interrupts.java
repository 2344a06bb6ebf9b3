package io.millrace.shm.internal.wait;

/// What an interrupt does to a wait.
public enum Interrupts {
    /// The wait ends with an exception.
    THROW,
    /// The wait goes on; the flag stays set.
    KEEP;

    /// Throws if interrupts end the wait and this thread was interrupted.
    ///
    /// @throws InterruptedException in that case; the flag is cleared
    public void check() throws InterruptedException {
        if (this == THROW && Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for another thread or process");
        }
    }
}
