package io.millrace.shm.internal.queue;

import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.Region;

/// What all handles on one queue have in common in this process.
///
/// @param queue its region and what the header says
/// @param ring its cells
/// @param deliveries hands out the messages in them
/// @param waits for a message, for room, for all acks
public record QueueCore(QueueRegion queue, CellRing ring, Deliveries deliveries, QueueWaits waits) {
    /// The one of a region; made at the first call.
    public static QueueCore over(Region region) {
        return region.companion(QueueCore.class, QueueCore::open);
    }

    private static QueueCore open(Region region) {
        QueueRegion queue = QueueRegion.over(region);
        CellRing ring = new CellRing(queue);
        Deliveries deliveries = new Deliveries(ring);
        if (!region.segment().isReadOnly()) {
            region.memory().slotHolder().needsSweeper(SweeperBits.QUEUES);
        }
        return new QueueCore(queue, ring, deliveries, new QueueWaits(ring, deliveries));
    }
}
