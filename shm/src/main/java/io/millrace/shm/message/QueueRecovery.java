package io.millrace.shm.message;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.QueueCell;
import io.millrace.shm.region.Recoverable;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Sweeps the queues of a file: first the moves to queues for dead letters are finished, in all
/// queues, then each queue is put in order.
///
/// A message in the hands of a process is given back when the process dies or leaves, not when a
/// thread ends: another thread may ack it. What a thread was writing is given up when it ends.
public final class QueueRecovery implements Recoverable {
    /// The bit of this sweeper in a slot's `sweepers` word.
    public static final long BIT = 4;

    /// For `ServiceLoader`.
    public QueueRecovery() {}

    @Override
    public long bit() {
        return BIT;
    }

    @Override
    public void recover(Regions memory, int deadSlot) {
        sweep(memory, owner -> QueueCell.slot(owner) == deadSlot);
    }

    @Override
    public void leave(Regions memory) {
        recover(memory, memory.attachment().slot());
    }

    @Override
    public void giveBack(Regions memory, IntPredicate ended) {
        int own = memory.attachment().slot();
        for (QueueCore queue : open(memory)) {
            new RingSweep(queue, owner -> QueueCell.slot(owner) == own && ended.test(QueueCell.thread(owner)))
                    .abandonWriting();
            queue.wakeAll();
        }
    }

    private static void sweep(Regions memory, LongPredicate gone) {
        List<QueueCore> queues = open(memory);
        for (QueueCore queue : queues) {
            new RingSweep(queue, gone).finishMoves(target(queue, queues));
        }
        for (QueueCore queue : queues) {
            new RingSweep(queue, gone).all();
        }
    }

    /// A queue whose header is damaged has nothing that could be swept.
    private static List<QueueCore> open(Regions memory) {
        List<QueueCore> queues = new ArrayList<>();
        for (Region region : memory.openAll(RegionKind.QUEUE)) {
            try {
                queues.add(QueueCore.over(region));
            } catch (FileFormatException damaged) {
                continue;
            }
        }
        return queues;
    }

    private static @Nullable QueueCore target(QueueCore queue, List<QueueCore> queues) {
        int row = queue.queue.constants().deadLetterRow() - 1;
        for (QueueCore other : queues) {
            Region region = other.queue.region();
            if (region.row() == row && region.generation() == queue.queue.constants().deadLetterGeneration()) {
                return other;
            }
        }
        return null;
    }
}
