package io.millrace.shm.internal.region;

import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.FileMutex;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import java.lang.foreign.MemorySegment;

/// Drops regions, and frees their bytes when no living process has them open.
///
/// A drop gets an epoch, one more than that in the header. First the row becomes `DROPPING`, then
/// the header names the new epoch. A process that sees a new epoch closes the dropped regions that
/// it has open, and then acknowledges the epoch in its slot. **Invariant.** A slot that
/// acknowledged *e* has no region open that was dropped at or before *e*, because it read *e*
/// before it searched for dropped rows, because every such row was `DROPPING` before the header
/// named *e*, and because a region is opened only while `ACTIVE`, under the mutex of the search. So
/// a row may become free when all living slots have acknowledged its epoch and no process holds its
/// bytes for a view by bare address. A process takes such a hold while the region is open, so
/// before it acknowledges the drop.
final class RegionReclaimer {
    private final Directory directory;
    private final ProcessSlotHolder slotHolder;
    private final OpenRegions open;
    private long reclaimed;

    RegionReclaimer(Directory directory, ProcessSlotHolder slotHolder, OpenRegions open) {
        this.directory = directory;
        this.slotHolder = slotHolder;
        this.open = open;
    }

    /// D3: marks the row, so that this process may ask whether the region is in use; false if the
    /// row has changed.
    boolean retire(CheckedEntry row) {
        boolean won = DirectoryEntry.stateCas(directory.bytes(row.index()), row.state(), retired(row)); // D3
        CrashPoint.hit("drop.retired");
        return won;
    }

    /// D4: the region stays.
    void restore(CheckedEntry row) {
        DirectoryEntry.stateCas(directory.bytes(row.index()), retired(row), row.state()); // D4
    }

    private long retired(CheckedEntry row) {
        return DirectoryEntry.state(DirectoryEntry.RETIRED, slotHolder.slot(), row.generation());
    }

    /// D5, then the announcement of the epoch.
    void drop(CheckedEntry row) {
        MemorySegment file = directory.memory();
        MemorySegment bytes = directory.bytes(row.index());
        try (FileMutex.Pass _ = slotHolder.directoryMutex().enter()) {
            long epoch = FileHeader.dropEpochAcquire(file) + 1;
            DirectoryEntry.dropEpoch(bytes, epoch);
            CrashPoint.hit("drop.epochWritten");
            long state = DirectoryEntry.state(DirectoryEntry.DROPPING, slotHolder.slot(), row.generation());
            DirectoryEntry.stateCas(bytes, retired(row), state); // D5
            CrashPoint.hit("drop.dropping");
            FileHeader.dropEpochRelease(file, epoch);
        }
        CrashPoint.hit("drop.announced");
    }

    /// Closes dropped regions, acknowledges the epoch, and frees the rows that all slots have
    /// acknowledged. It costs little if nothing was dropped since it last freed everything.
    synchronized void reclaim() {
        long epoch = FileHeader.dropEpochAcquire(directory.memory());
        if (epoch == reclaimed) {
            return;
        }
        boolean closed = open.closeDropped();
        CrashPoint.hit("reclaim.closed");
        if (closed) {
            open.acknowledge(epoch);
            CrashPoint.hit("reclaim.acknowledged");
        }
        boolean allFree = freeAcknowledged();
        if (closed && allFree) {
            reclaimed = epoch;
        }
    }

    /// D6 for every row that may become free; returns whether no dropped row is left.
    private boolean freeAcknowledged() {
        boolean allFree = true;
        StateWords states = directory.states();
        for (int index = states.next(0); index >= 0; index = states.next(index + 1)) {
            long state = directory.state(index);
            if (DirectoryEntry.phase(state) == DirectoryEntry.DROPPING) {
                MemorySegment row = directory.bytes(index);
                boolean mayGo = slotHolder.isAcknowledgedByAll(DirectoryEntry.dropEpoch(row))
                        && !slotHolder.areBytesHeld(index);
                long free = DirectoryEntry.state(DirectoryEntry.FREE, 0, DirectoryEntry.generation(state));
                CrashPoint.hit("free.before");
                allFree &= mayGo && DirectoryEntry.stateCas(row, state, free); // D6
                CrashPoint.hit("free.done");
            }
        }
        return allFree;
    }
}
