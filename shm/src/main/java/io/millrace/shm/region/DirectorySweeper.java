package io.millrace.shm.region;

import io.millrace.shm.layout.DirectoryEntry;
import io.millrace.shm.layout.FileHeader;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.process.Attachment;
import io.millrace.shm.process.Gate;
import io.millrace.shm.process.Sweeper;
import java.lang.foreign.MemorySegment;

/// Finishes or takes back what a dead slot was doing to the directory.
///
/// | left as      | becomes                                                             |
/// |--------------|---------------------------------------------------------------------|
/// | `RESERVED`   | `FREE`: the region never was (D7)                                   |
/// | `CONDEMNED`  | `ACTIVE`: the drop was not decided (D4)                             |
/// | `DROPPING`   | stays; its drop epoch is announced, in case the dead had not yet    |
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
    public void sweep(Attachment by, int deadSlot) {
        for (int index = 0; index < directory.geometry().entryCount(); index++) {
            long state = directory.state(index);
            if (DirectoryEntry.slot(state) == deadSlot) {
                sweepRow(by, index, state);
            }
        }
    }

    private void sweepRow(Attachment by, int index, long state) {
        MemorySegment row = directory.bytes(index);
        long generation = DirectoryEntry.generation(state);
        switch (DirectoryEntry.phase(state)) {
            case DirectoryEntry.RESERVED -> {
                CrashPoint.hit("recover.reserved");
                DirectoryEntry.stateCas(row, state, DirectoryEntry.state(DirectoryEntry.FREE, 0, generation)); // D7
            }
            case DirectoryEntry.CONDEMNED -> {
                CrashPoint.hit("recover.condemned");
                DirectoryEntry.stateCas(row, state, DirectoryEntry.state(DirectoryEntry.ACTIVE, 0, generation)); // D4
            }
            case DirectoryEntry.DROPPING -> announce(by, row);
            default -> {
                // a free row keeps nobody's traces
            }
        }
    }

    private void announce(Attachment by, MemorySegment row) {
        CrashPoint.hit("recover.dropping");
        try (Gate.Pass _ = by.directoryGate().enter()) {
            MemorySegment file = directory.memory();
            long epoch = DirectoryEntry.dropEpoch(row);
            if (epoch > FileHeader.dropEpochAcquire(file)) {
                FileHeader.dropEpochRelease(file, epoch);
            }
        }
    }
}
