package io.millrace.shm.region;

import io.millrace.shm.layout.DirectoryEntry;
import io.millrace.shm.layout.FileHeader;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.process.Attachment;
import io.millrace.shm.process.Gate;
import java.lang.foreign.MemorySegment;

/// Drops regions and gives their bytes back when no living process has them open.
///
/// A drop gets an epoch, one more than the header's. The row becomes `DROPPING` first and the
/// header names the epoch after that. Each process, when it sees a new epoch, closes what it has
/// open of dropped regions and then acknowledges that epoch in its slot. **Invariant.** A slot that
/// acknowledged *e* has nothing open of a row dropped at or before *e*: it read *e* before it
/// looked, every such row was `DROPPING` before the header said *e*, and regions are opened only
/// while `ACTIVE`, under the mutex of the look. So a row may go when all living slots have
/// acknowledged its epoch and none holds its bytes for views by bare address. Those are taken while
/// the region is open, so before its process acknowledged the drop.
final class Dropping {
    private final Directory directory;
    private final Attachment attachment;
    private final OpenRegions open;
    private long settled;

    Dropping(Directory directory, Attachment attachment, OpenRegions open) {
        this.directory = directory;
        this.attachment = attachment;
        this.open = open;
    }

    /// D3: who may ask whether the region is in use; false if its row moved on.
    boolean condemn(Row row) {
        boolean mine = DirectoryEntry.stateCas(directory.bytes(row.index()), row.state(), condemned(row));
        CrashPoint.hit("drop.condemned");
        return mine;
    }

    /// D4: the region stays.
    void pardon(Row row) {
        DirectoryEntry.stateCas(directory.bytes(row.index()), condemned(row), row.state());
    }

    private long condemned(Row row) {
        return DirectoryEntry.state(DirectoryEntry.CONDEMNED, attachment.slot(), row.generation());
    }

    /// D5 and the announcement.
    void drop(Row row) {
        MemorySegment file = directory.memory();
        MemorySegment bytes = directory.bytes(row.index());
        try (Gate.Pass _ = attachment.directoryGate().enter()) {
            long epoch = FileHeader.dropEpochAcquire(file) + 1;
            DirectoryEntry.dropEpoch(bytes, epoch);
            CrashPoint.hit("drop.epochWritten");
            long state = DirectoryEntry.state(DirectoryEntry.DROPPING, attachment.slot(), row.generation());
            DirectoryEntry.stateCas(bytes, condemned(row), state); // D5
            CrashPoint.hit("drop.dropping");
            FileHeader.dropEpochRelease(file, epoch);
        }
        CrashPoint.hit("drop.announced");
    }

    /// Closes what was dropped, acknowledges, and frees what all have acknowledged. Cheap when
    /// nothing was dropped since everything was last settled.
    synchronized void settle() {
        long epoch = FileHeader.dropEpochAcquire(directory.memory());
        if (epoch == settled) {
            return;
        }
        boolean closed = open.closeDropped();
        CrashPoint.hit("settle.closed");
        if (closed) {
            open.acknowledge(epoch);
            CrashPoint.hit("settle.acknowledged");
        }
        boolean allFree = freeAcknowledged();
        if (closed && allFree) {
            settled = epoch;
        }
    }

    /// D6 for every row that may go; true if no dropped row is left.
    private boolean freeAcknowledged() {
        boolean allFree = true;
        for (int index = 0; index < directory.geometry().entryCount(); index++) {
            long state = directory.state(index);
            if (DirectoryEntry.phase(state) == DirectoryEntry.DROPPING) {
                MemorySegment row = directory.bytes(index);
                boolean mayGo = attachment.isAcknowledgedByAll(DirectoryEntry.dropEpoch(row))
                        && !attachment.areBytesHeld(index);
                long free = DirectoryEntry.state(DirectoryEntry.FREE, 0, DirectoryEntry.generation(state));
                CrashPoint.hit("free.before");
                allFree &= mayGo && DirectoryEntry.stateCas(row, state, free); // D6
                CrashPoint.hit("free.done");
            }
        }
        return allFree;
    }
}
