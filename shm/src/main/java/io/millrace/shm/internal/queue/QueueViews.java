package io.millrace.shm.internal.queue;

import static io.millrace.shm.internal.layout.QueueCell.READING;

import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.layout.QueueHeader;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.QueueView.Delivery;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at queues. Writes nothing: works on a memory that was attached read-only, with any codec.
///
/// @param processes the processes of the snapshot
public record QueueViews(ProcessViews processes) {
    /// Looks at one queue.
    ///
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    public QueueView of(Region region) {
        QueueRegion queue = QueueRegion.over(region);
        MemorySegment segment = region.segment();
        CellRing ring = new CellRing(queue);
        QueueCounts counts = new QueueCounts(ring);
        long oldest = counts.oldest();
        return new QueueView(
                region.name(),
                queue.constants().codec(),
                queue.capacity(),
                queue.constants().maxMessageByteSize(),
                counts.waiting(Long.MAX_VALUE),
                deliveries(ring),
                ring.tail(),
                ring.head(),
                oldest == CellRing.NONE ? Optional.empty() : Optional.of(age(oldest)),
                QueueHeader.closedVolatile(segment));
    }

    private List<Delivery> deliveries(CellRing ring) {
        MemorySegment segment = ring.queue().region().segment();
        List<Delivery> deliveries = new ArrayList<>();
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            long word = ring.word(cell);
            if (QueueCell.state(word) == READING && QueueCell.slot(word) != 0) {
                deliveries.add(new Delivery(
                        processes.thread(QueueCell.slot(word), QueueCell.thread(word)),
                        QueueCell.sequence(segment, cell),
                        Math.max(1, QueueCell.attempts(segment, cell)),
                        Instant.ofEpochMilli(QueueCell.storedAt(segment, cell))));
            }
        }
        return deliveries;
    }

    private static Duration age(long storedAt) {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - storedAt));
    }
}
