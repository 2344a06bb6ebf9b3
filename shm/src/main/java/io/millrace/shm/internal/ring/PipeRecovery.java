package io.millrace.shm.internal.ring;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.internal.layout.EndWord;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.Recoverable;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.wait.EventCount;
import io.millrace.shm.internal.wait.RingSignal;
import java.util.List;

/// Marks the ends of pipes and broadcasts that a dead process had, and wakes the threads that wait for
/// that process.
public final class PipeRecovery implements Recoverable {
    @Override
    public long bit() {
        return SweeperBits.RINGS;
    }

    @Override
    public void recover(Regions memory, int deadSlot) {
        release(memory, deadSlot, EndWord.DEAD);
    }

    @Override
    public void leave(Regions memory) {
        release(memory, memory.slotHolder().slot(), EndWord.CLOSED);
    }

    private static void release(Regions memory, int slot, int phase) {
        for (Region pipe : memory.openAll(RegionKind.PIPE)) {
            if (pipe.byteSize() >= PipeHeader.LAYOUT.byteSize()) {
                EndState first = new EndState(pipe, PipeHeader.offset("first"), "first");
                EndState second = new EndState(pipe, PipeHeader.offset("second"), "second");
                if (first.release(slot, phase) | second.release(slot, phase)) {
                    ringAll(pipe);
                }
            }
        }
        for (Region broadcast : memory.openAll(RegionKind.BROADCAST)) {
            if (broadcast.byteSize() >= BroadcastHeader.LAYOUT.byteSize()) {
                EndState sender = new EndState(broadcast, BroadcastHeader.offset("sender"), "sender");
                if (sender.release(slot, phase)) {
                    new EventCount(broadcast.segment(), BroadcastHeader.offset("arrivals")).fenceAndWakeAll();
                }
            }
        }
    }

    private static void ringAll(Region pipe) {
        for (String signal : List.of("secondReceives", "firstSends", "firstReceives", "secondSends")) {
            new RingSignal(pipe.segment(), PipeHeader.offset(signal)).ring();
        }
    }
}
