package io.millrace.shm.internal.lock;

import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.view.Holder;
import java.util.List;

/// The permits of a semaphore and their holders.
sealed interface Permits permits PermitCells, PermitCounts {
    /// Takes `count` permits at once, or none.
    boolean tryTake(int count);

    /// Gives `count` permits back; false, giving none, when fewer are out.
    boolean give(int count);

    /// How many can be taken.
    int available();

    /// Who holds permits; withdrawn ones are held by nobody.
    List<Holder> holders(ProcessViews processes);

    /// Frees the permits of a dead slot; false if it had none.
    boolean recover(int deadSlot);

    /// Frees the permits of holders whose death nobody noticed yet.
    void recoverDeadHolders();
}
