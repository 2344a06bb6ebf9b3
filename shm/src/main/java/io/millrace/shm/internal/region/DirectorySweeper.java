package io.millrace.shm.internal.region;

import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.FileMutex;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.process.Sweeper;
import java.lang.foreign.MemorySegment;

/// Finishes or undoes what a dead slot was doing to the directory.
///
/// | left as      | becomes                                                                   |
/// |--------------|---------------------------------------------------------------------------|
/// | `RESERVED`   | `FREE`: the region was never visible (D7)                                 |
/// | `RETIRED`    | `ACTIVE`: the drop was not decided (D4)                                   |
/// | `DROPPING`   | the same; the sweeper announces its drop epoch, which is idempotent       |
final class DirectorySweeper implements Sweeper {
    private final Directory directory;

    DirectorySweeper(Directory directory) {
        this.directory = directory;
    }

    @Override
    public long bit() {
        return 0;
    }

    @Override
    public void sweep(ProcessSlotHolder by, int deadSlot) {
        StateWords states = directory.states();
        for (int index = states.next(0); index >= 0; index = states.next(index + 1)) {
            if (DirectoryEntry.slot(states.state(index)) == deadSlot) {
                sweepRow(by, index, directory.state(index)); // only recoverers, one at a time, change such a row
            }
        }
    }

    private void sweepRow(ProcessSlotHolder by, int index, long state) {
        MemorySegment row = directory.bytes(index);
        long generation = DirectoryEntry.generation(state);
        switch (DirectoryEntry.phase(state)) {
            case DirectoryEntry.RESERVED -> {
                CrashPoint.hit("recover.reserved");
                by.mended(DirectoryEntry.slot(state), DeathRecord.REGIONS, 1);
                DirectoryEntry.stateCas(row, state, DirectoryEntry.state(DirectoryEntry.FREE, 0, generation)); // D7
            }
            case DirectoryEntry.RETIRED -> {
                CrashPoint.hit("recover.retired");
                by.mended(DirectoryEntry.slot(state), DeathRecord.REGIONS, 1);
                DirectoryEntry.stateCas(row, state, DirectoryEntry.state(DirectoryEntry.ACTIVE, 0, generation)); // D4
            }
            case DirectoryEntry.DROPPING -> announce(by, row);
            default -> {
                // a free row names no slot
            }
        }
    }

    private void announce(ProcessSlotHolder by, MemorySegment row) {
        CrashPoint.hit("recover.dropping");
        try (FileMutex.Pass _ = by.directoryMutex().enter()) {
            MemorySegment file = directory.memory();
            long epoch = DirectoryEntry.dropEpoch(row);
            if (epoch > FileHeader.dropEpochAcquire(file)) {
                FileHeader.dropEpochRelease(file, epoch);
            }
        }
    }
}
