package io.millrace.shm.internal.queue;

import io.millrace.shm.QueueClosedException;
import io.millrace.shm.internal.layout.QueueCell;
import java.lang.foreign.MemorySegment;

/// Hands out messages: counts how often each was delivered, and moves those that were delivered too
/// often to the queue for dead letters.
public final class Deliveries {
    private final CellRing ring;
    private final MemorySegment memory;
    private final DeadLetters deadLetters;

    Deliveries(CellRing ring) {
        this.ring = ring;
        memory = ring.queue().region().segment();
        deadLetters = new DeadLetters(ring);
    }

    /// Takes the first message that is to be delivered; negative when there is none.
    ///
    /// Whether the queue was closed is asked first: what was claimed before that is seen afterwards.
    ///
    /// @throws QueueClosedException there is none and will be none
    public long take(long owner) {
        boolean closed = ring.isClosed();
        long position = takeOpen(owner);
        if (position == CellRing.NONE && closed) {
            throw ring.queue().closed();
        }
        return position;
    }

    /// As `take`, without a look at whether the queue is closed.
    public long takeOpen(long owner) {
        while (true) {
            long position = ring.take(owner);
            if (position < 0 || isDelivery(position)) {
                return position;
            }
            if (!deadLetters.tryMove(position, owner)) {
                ring.giveBack(position, owner);
                return CellRing.BUSY;
            }
        }
    }

    /// Takes exactly the message of that position if it waits and is no dead letter.
    public boolean takeAt(long position, long owner) {
        if (!ring.takeAt(position, owner)) {
            return false;
        }
        if (isDelivery(position)) {
            return true;
        }
        ring.giveBack(position, owner);
        return false;
    }

    /// Counts one more delivery of a taken message; false when it had as many as it may have.
    private boolean isDelivery(long position) {
        long cell = ring.cell(position);
        int attempts = QueueCell.attempts(memory, cell);
        if (deadLetters.areDue(attempts)) {
            return false;
        }
        QueueCell.attempts(memory, cell, attempts + 1);
        return true;
    }

    /// Gives a taken message back, or makes it a dead letter.
    public void release(long position, long owner) {
        int attempts = QueueCell.attempts(memory, ring.cell(position));
        if (!deadLetters.areDue(attempts) || !deadLetters.tryMove(position, owner)) {
            ring.giveBack(position, owner);
        }
    }

    /// Ends a taken message that cannot be read: it becomes a dead letter in time; without a queue for
    /// dead letters it is gone, because it would be the first one for ever.
    public void releaseUnreadable(long position, long owner) {
        if (ring.queue().deadLetters() == null) {
            ring.free(position, owner);
        } else {
            release(position, owner);
        }
    }
}
