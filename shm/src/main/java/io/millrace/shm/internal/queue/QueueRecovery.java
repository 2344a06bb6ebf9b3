package io.millrace.shm.internal.queue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.Recoverable;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Sweeps the queues of a file: first the moves to queues for dead letters are finished, in all
/// queues, then each queue is put in order.
///
/// A message that a process took is given back when the process dies or detaches, not when the thread
/// that took it ends: another thread may ack it. A cell that a thread was writing is given up when the
/// thread ends.
public final class QueueRecovery implements Recoverable {
    /// For `ServiceLoader`.
    public QueueRecovery() {}

    @Override
    public long bit() {
        return SweeperBits.QUEUES;
    }

    @Override
    public void recover(Regions memory, int deadSlot) {
        sweep(memory, owner -> QueueCell.slot(owner) == deadSlot);
    }

    @Override
    public void leave(Regions memory) {
        recover(memory, memory.slotHolder().slot());
    }

    @Override
    public void giveBack(Regions memory, IntPredicate ended) {
        int own = memory.slotHolder().slot();
        for (CellRing queue : open(memory)) {
            new CellSweep(queue, owner -> QueueCell.slot(owner) == own && ended.test(QueueCell.thread(owner)))
                    .abandonWriting();
            queue.wakeAll();
        }
    }

    private static void sweep(Regions memory, LongPredicate gone) {
        List<CellRing> queues = open(memory);
        for (CellRing queue : queues) {
            new CellSweep(queue, gone).finishMoves(target(queue, queues));
        }
        for (CellRing queue : queues) {
            new CellSweep(queue, gone).all();
        }
    }

    /// A queue whose header is damaged cannot be swept.
    private static List<CellRing> open(Regions memory) {
        List<CellRing> queues = new ArrayList<>();
        for (Region region : memory.openAll(RegionKind.QUEUE)) {
            try {
                queues.add(new CellRing(QueueRegion.over(region)));
            } catch (FileFormatException damaged) {
                continue;
            }
        }
        return queues;
    }

    private static @Nullable CellRing target(CellRing queue, List<CellRing> queues) {
        int row = queue.queue().constants().deadLetterRow() - 1;
        for (CellRing other : queues) {
            Region region = other.queue().region();
            if (region.row() == row && region.generation() == queue.queue().constants().deadLetterGeneration()) {
                return other;
            }
        }
        return null;
    }
}
