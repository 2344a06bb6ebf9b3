package io.millrace.shm.message;

import static io.millrace.shm.layout.QueueCell.EMPTY;
import static io.millrace.shm.layout.QueueCell.SKIP;
import static io.millrace.shm.layout.QueueCell.WRITING;

import io.millrace.shm.layout.QueueCell;

/// Whether all messages that were put in before this object was made are acked. Each of them stays
/// in its cell until then, so a cell that was found done needs no second look.
final class AckWatch {
    private final QueueCore core;
    private final long end;
    private long index;

    AckWatch(QueueCore core) {
        this.core = core;
        end = core.ring.tail();
    }

    boolean isDone() {
        while (index < core.ring.capacity() && isSettled()) {
            index++;
        }
        return index == core.ring.capacity();
    }

    private boolean isSettled() {
        Ring ring = core.ring;
        long cell = ring.cellAt(index);
        while (true) {
            long word = ring.word(cell);
            switch (QueueCell.state(word)) {
                case EMPTY, SKIP -> {
                    return true;
                }
                case WRITING -> {
                    return ring.position(index, word) >= end;
                }
                default -> {
                    long sequence = QueueCell.sequence(core.memory, cell);
                    if (ring.word(cell) == word) {
                        return sequence >= end;
                    }
                }
            }
        }
    }
}
