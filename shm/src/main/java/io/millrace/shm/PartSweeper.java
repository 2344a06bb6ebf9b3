package io.millrace.shm;

import io.millrace.shm.process.Attachment;
import io.millrace.shm.process.Sweeper;
import io.millrace.shm.region.Recoverable;
import io.millrace.shm.region.Regions;

/// Lets another part of Millrace sweep its words.
record PartSweeper(Regions memory, Recoverable part) implements Sweeper {
    @Override
    public long bit() {
        return part.bit();
    }

    @Override
    public void sweep(Attachment by, int deadSlot) {
        part.recover(memory, deadSlot);
    }
}
