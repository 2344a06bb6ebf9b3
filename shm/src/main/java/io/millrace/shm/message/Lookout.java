package io.millrace.shm.message;

import static io.millrace.shm.layout.QueueCell.FULL;
import static io.millrace.shm.layout.QueueCell.READING;
import static io.millrace.shm.layout.QueueCell.WRITING;

import io.millrace.shm.layout.QueueCell;
import io.millrace.shm.process.Attachment;
import java.util.BitSet;

/// What somebody who waited for a slice in vain looks at: whether the owners of cells are alive, and
/// whether `head` hides a message, as it may when the file was damaged.
///
/// One look takes in at most 4,096 cells, the next one those that follow.
final class Lookout {
    private static final long CELLS = 4096;

    private final QueueCore core;
    private long next;

    Lookout(QueueCore core) {
        this.core = core;
    }

    void look() {
        long from = reserve();
        Ring ring = core.ring;
        Attachment attachment = core.attachment();
        BitSet alive = new BitSet();
        alive.set(attachment.slot());
        for (long count = 0; count < Math.min(CELLS, ring.capacity()); count++) {
            long index = (from + count) % ring.capacity();
            long word = ring.word(ring.cellAt(index));
            int state = QueueCell.state(word);
            if (state == FULL) {
                ring.pullHeadTo(index, word);
            } else if (state == WRITING || state == READING) {
                lookAfter(QueueCell.slot(word), attachment, alive);
            }
        }
        long head = ring.head(); // before the tail, which is never behind it
        if (head > ring.tail()) {
            ring.pullHead(Math.max(0, ring.tail() - ring.capacity()));
        }
    }

    private synchronized long reserve() {
        long from = next;
        next = (next + CELLS) % core.ring.capacity();
        return from;
    }

    private static void lookAfter(int slot, Attachment attachment, BitSet alive) {
        if (!alive.get(slot)) {
            alive.set(slot);
            if (!attachment.isAlive(slot)) {
                attachment.recover(slot);
            }
        }
    }
}
