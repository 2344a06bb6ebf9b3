package io.millrace.shm.sync;

/// Who has the permits of a semaphore.
sealed interface Permits permits PermitCells, PermitCounts {
    /// Takes `count` permits at once, or none.
    boolean tryTake(int count);

    /// Gives `count` permits back; false, giving none, when fewer are out.
    boolean give(int count);

    /// How many can be taken.
    int available();

    /// Frees the permits of a dead slot; false if it had none.
    boolean recover(int deadSlot);

    /// Lets go for holders that died but were not noticed.
    void lookAfterHolders();
}
