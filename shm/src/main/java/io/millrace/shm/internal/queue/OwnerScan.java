package io.millrace.shm.internal.queue;

import static io.millrace.shm.internal.layout.QueueCell.FULL;
import static io.millrace.shm.internal.layout.QueueCell.READING;
import static io.millrace.shm.internal.layout.QueueCell.WRITING;

import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import java.util.BitSet;

/// Checks what may keep a thread waiting for ever: owners of cells that are dead, and a `head` above a
/// message that waits, which only a damaged file has. A thread calls it after a slice of waiting in
/// which nothing happened.
///
/// One call looks at 4,096 cells at most, the next call at those that follow.
final class OwnerScan {
    private static final long CELLS_PER_SCAN = 4096;

    private final CellRing ring;
    private long next;

    OwnerScan(CellRing ring) {
        this.ring = ring;
    }

    void look() {
        long from = reserve();
        ProcessSlotHolder slotHolder = ring.queue().region().memory().slotHolder();
        BitSet alive = new BitSet();
        alive.set(slotHolder.slot());
        for (long count = 0; count < Math.min(CELLS_PER_SCAN, ring.capacity()); count++) {
            long index = (from + count) % ring.capacity();
            long word = ring.word(ring.cellAt(index));
            int state = QueueCell.state(word);
            if (state == FULL) {
                ring.pullHeadTo(index, word);
            } else if (state == WRITING || state == READING) {
                lookAfter(QueueCell.slot(word), slotHolder, alive);
            }
        }
        long head = ring.head(); // before the tail, which is never behind it
        if (head > ring.tail()) {
            ring.pullHead(Math.max(0, ring.tail() - ring.capacity()));
        }
    }

    private synchronized long reserve() {
        long from = next;
        next = (next + CELLS_PER_SCAN) % ring.capacity();
        return from;
    }

    private static void lookAfter(int slot, ProcessSlotHolder slotHolder, BitSet alive) {
        if (!alive.get(slot)) {
            alive.set(slot);
            if (!slotHolder.isAlive(slot)) {
                slotHolder.recover(slot);
            }
        }
    }
}
