package io.millrace.shm.message;

import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.BroadcastHeader;
import io.millrace.shm.layout.EndWord;
import io.millrace.shm.layout.PipeHeader;
import io.millrace.shm.region.Recoverable;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.Regions;
import java.util.List;

/// Marks the ends of pipes and broadcasts that a dead process had, and wakes who waits for it. Uses
/// nothing of Agrona, so any process can do it.
public final class PipeRecovery implements Recoverable {
    /// The bit of this sweeper in a slot's `sweepers` word.
    public static final long BIT = 8;

    @Override
    public long bit() {
        return BIT;
    }

    @Override
    public void recover(Regions memory, int deadSlot) {
        release(memory, deadSlot, EndWord.DEAD);
    }

    @Override
    public void leave(Regions memory) {
        release(memory, memory.attachment().slot(), EndWord.CLOSED);
    }

    private static void release(Regions memory, int slot, int phase) {
        for (Region pipe : memory.openAll(RegionKind.PIPE)) {
            if (pipe.byteSize() >= PipeHeader.LAYOUT.byteSize()) {
                End first = new End(pipe, PipeHeader.offset("first"), "first");
                End second = new End(pipe, PipeHeader.offset("second"), "second");
                if (first.release(slot, phase) | second.release(slot, phase)) {
                    ringAll(pipe);
                }
            }
        }
        for (Region broadcast : memory.openAll(RegionKind.BROADCAST)) {
            if (broadcast.byteSize() >= BroadcastHeader.LAYOUT.byteSize()) {
                End sender = new End(broadcast, BroadcastHeader.offset("sender"), "sender");
                if (sender.release(slot, phase)) {
                    new NewsBell(broadcast.segment(), BroadcastHeader.offset("bell")).ring();
                }
            }
        }
    }

    private static void ringAll(Region pipe) {
        for (String bell : List.of("secondReceives", "firstSends", "firstReceives", "secondSends")) {
            new Doorbell(pipe.segment(), PipeHeader.offset(bell)).ring();
        }
    }
}
