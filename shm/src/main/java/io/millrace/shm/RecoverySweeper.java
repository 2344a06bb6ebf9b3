package io.millrace.shm;

import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.process.Sweeper;
import io.millrace.shm.internal.region.Recoverable;
import io.millrace.shm.internal.region.Regions;

/// Lets another part of Millrace sweep its words.
record RecoverySweeper(Regions memory, Recoverable part) implements Sweeper {
    @Override
    public long bit() {
        return part.bit();
    }

    @Override
    public void sweep(ProcessSlotHolder by, int deadSlot) {
        part.recover(memory, deadSlot);
    }
}
