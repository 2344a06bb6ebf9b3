package io.millrace.shm.internal.queue;

import static io.millrace.shm.internal.layout.QueueCell.EMPTY;
import static io.millrace.shm.internal.layout.QueueCell.SKIP;
import static io.millrace.shm.internal.layout.QueueCell.WRITING;

import io.millrace.shm.internal.layout.QueueCell;
import java.lang.foreign.MemorySegment;

/// Tells whether all messages that were put in before this object was made are acked. A message stays
/// in its cell until it is acked, so a cell that was found settled needs no second look.
public final class AckBarrier {
    private final CellRing ring;
    private final MemorySegment memory;
    private final long end;
    private long index;

    public AckBarrier(CellRing ring) {
        this.ring = ring;
        memory = ring.queue().region().segment();
        end = ring.tail();
    }

    public boolean isDone() {
        while (index < ring.capacity() && isSettled()) {
            index++;
        }
        return index == ring.capacity();
    }

    private boolean isSettled() {
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
                    long sequence = QueueCell.sequence(memory, cell);
                    if (ring.word(cell) == word) {
                        return sequence >= end;
                    }
                }
            }
        }
    }
}
