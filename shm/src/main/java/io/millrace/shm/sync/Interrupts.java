package io.millrace.shm.sync;

/// What an interrupt does to a wait.
enum Interrupts {
    /// It ends the wait with an exception.
    THROW,
    /// It stays set and changes nothing.
    KEEP;

    /// Ends the wait if it should.
    void check() throws InterruptedException {
        if (this == THROW && Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for another thread or process");
        }
    }
}
