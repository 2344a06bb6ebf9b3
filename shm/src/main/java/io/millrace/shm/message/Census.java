package io.millrace.shm.message;

import static io.millrace.shm.layout.QueueCell.EMPTY;
import static io.millrace.shm.layout.QueueCell.FULL;
import static io.millrace.shm.layout.QueueCell.READING;
import static io.millrace.shm.layout.QueueCell.SKIP;

import io.millrace.shm.layout.QueueCell;

/// Counts what is in a queue, writing nothing. Others may change it meanwhile.
record Census(QueueRegion queue, Ring ring) {
    /// Messages that wait, counted up to `enough`.
    long waiting(long enough) {
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

    /// Messages that could be put in, found as a producer would.
    long room() {
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

    /// Messages in somebody's hands.
    long unacked() {
        long count = 0;
        for (long index = 0; index < ring.capacity(); index++) {
            count += QueueCell.state(ring.word(ring.cellAt(index))) == READING ? 1 : 0;
        }
        return count;
    }

    /// When the oldest message was put in that waits, in milliseconds since 1970; `NONE` without one.
    long oldest() {
        long oldest = Ring.NONE;
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            if (QueueCell.state(ring.word(cell)) == FULL) {
                long storedAt = QueueCell.storedAt(queue.region().segment(), cell);
                oldest = oldest == Ring.NONE ? storedAt : Math.min(oldest, storedAt);
            }
        }
        return oldest;
    }
}
