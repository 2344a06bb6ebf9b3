package io.millrace.shm.internal.queue;

import static io.millrace.shm.internal.layout.QueueCell.EMPTY;
import static io.millrace.shm.internal.layout.QueueCell.FULL;
import static io.millrace.shm.internal.layout.QueueCell.READING;
import static io.millrace.shm.internal.layout.QueueCell.SKIP;

import io.millrace.shm.internal.layout.QueueCell;

/// Counts what is in a queue. Writes nothing; other threads may change the queue meanwhile.
public record QueueCounts(CellRing ring) {
    /// Messages that wait, counted up to `enough`.
    public long waiting(long enough) {
        long tail = ring.tail();
        long count = 0;
        for (long position = Math.max(ring.head(), tail - ring.capacity());
                position < tail && count < enough;
                position++) {
            long word = ring.word(ring.cell(position));
            boolean here = QueueCell.turn(word) == ring.turn(position);
            count += here && QueueCell.state(word) == FULL ? 1 : 0;
        }
        return count;
    }

    /// Messages that could be put in now, by the rules by which producers claim.
    public long room() {
        long tail = ring.tail();
        long count = 0;
        for (long position = tail; position < tail + ring.capacity(); position++) {
            int state = QueueCell.state(ring.word(ring.cell(position)));
            if (state == EMPTY || state == SKIP) {
                count++;
            } else if (state != READING) {
                break;
            }
        }
        return count;
    }

    /// Messages that were taken and not acked.
    public long unacked() {
        long count = 0;
        for (long index = 0; index < ring.capacity(); index++) {
            count += QueueCell.state(ring.word(ring.cellAt(index))) == READING ? 1 : 0;
        }
        return count;
    }

    /// When the oldest message that waits was put in, in milliseconds since 1970; `NONE` when none waits.
    public long oldest() {
        long oldest = CellRing.NONE;
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            if (QueueCell.state(ring.word(cell)) == FULL) {
                long storedAt = QueueCell.storedAt(ring.queue().region().segment(), cell);
                oldest = oldest == CellRing.NONE ? storedAt : Math.min(oldest, storedAt);
            }
        }
        return oldest;
    }
}
