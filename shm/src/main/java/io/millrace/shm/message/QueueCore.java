package io.millrace.shm.message;

import io.millrace.shm.QueueClosedException;
import io.millrace.shm.layout.QueueCell;
import io.millrace.shm.layout.QueueHeader;
import io.millrace.shm.process.Attachment;
import io.millrace.shm.region.Region;
import io.millrace.shm.sync.ThreadNumbers;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What all handles on one queue have in common in this process.
final class QueueCore {
    final QueueRegion queue;
    final Ring ring;
    final Sleepers arrivals;
    final Sleepers room;
    final Sleepers acks;
    final MemorySegment memory;
    final MemorySegment readOnly;
    final Claims claims;
    private final DeadLetters deadLetters;
    private final Lookout lookout;

    private QueueCore(Region region) {
        queue = QueueRegion.over(region);
        ring = new Ring(queue);
        memory = region.segment();
        readOnly = memory.asReadOnly();
        arrivals = new Sleepers(memory, QueueHeader.ARRIVALS);
        room = new Sleepers(memory, QueueHeader.ROOM);
        acks = new Sleepers(memory, QueueHeader.ACKS);
        claims = new Claims(this);
        deadLetters = new DeadLetters(this);
        lookout = new Lookout(this);
        if (!memory.isReadOnly()) {
            attachment().needsSweeper(QueueRecovery.BIT);
        }
    }

    static QueueCore over(Region region) {
        return region.companion(QueueCore.class, QueueCore::new);
    }

    Attachment attachment() {
        return queue.region().memory().attachment();
    }

    /// The owner bits of the calling thread.
    long owner() {
        return QueueCell.owner(attachment().slot(), ThreadNumbers.current());
    }

    boolean isClosed() {
        return QueueHeader.closedVolatile(memory);
    }

    /// That this process may write here, and that the region is still there.
    void check() {
        if (memory.isReadOnly()) {
            throw new UnsupportedOperationException("the file was attached read-only: queue=%s, file=%s; use attach"
                    .formatted(queue.region().name(), queue.region().memory().file()));
        }
        queue.region().check();
    }

    QueueClosedException closed() {
        return new QueueClosedException("the queue is closed: queue=%s; nothing can be put in any more, and what was in is taken"
                .formatted(queue.region().name()));
    }

    /// What to throw for a failed access.
    RuntimeException explain(IllegalStateException cause) {
        return memory.scope().isAlive() ? cause : queue.region().gone(cause);
    }

    /// Claims the next position; `NONE` when there is no room. `QueueClosedException`.
    long claim(long owner) {
        if (isClosed()) {
            throw closed();
        }
        long position = ring.claim(owner);
        if (position >= 0 && isClosed()) { // closed in between: those who take may not wait for this one
            abort(position, owner);
            throw closed();
        }
        return position;
    }

    void publish(long position, long owner, int byteSize) {
        ring.publish(position, owner, byteSize);
        arrivals.wakeOne();
    }

    void abort(long position, long owner) {
        ring.abort(position, owner);
        arrivals.wakeOne();
        room.wakeOne();
    }

    /// Takes the first message that is to be delivered; `NONE` or `BUSY`. `QueueClosedException`.
    ///
    /// Whether the queue was closed is asked first: what was claimed before that is seen afterwards.
    long take(long owner) {
        boolean closed = isClosed();
        long position = takeOpen(owner);
        if (position == Ring.NONE && closed) {
            throw closed();
        }
        return position;
    }

    /// As `take`, without a look at whether the queue is closed.
    long takeOpen(long owner) {
        while (true) {
            long position = ring.take(owner);
            if (position < 0 || isDelivery(position)) {
                return position;
            }
            if (!deadLetters.tryMove(position, owner)) {
                giveBack(position, owner);
                return Ring.BUSY;
            }
        }
    }

    /// Takes exactly the message of that position if it waits and is no dead letter.
    boolean takeAt(long position, long owner) {
        if (!ring.takeAt(position, owner)) {
            return false;
        }
        if (isDelivery(position)) {
            return true;
        }
        giveBack(position, owner);
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

    void ack(long position, long owner) {
        ring.free(position, owner);
        freed();
    }

    private void freed() {
        room.wakeOne();
        acks.wakeAll();
    }

    /// Gives a taken message back, or makes it a dead letter.
    void release(long position, long owner) {
        int attempts = QueueCell.attempts(memory, ring.cell(position));
        if (!deadLetters.areDue(attempts) || !deadLetters.tryMove(position, owner)) {
            giveBack(position, owner);
        }
    }

    private void giveBack(long position, long owner) {
        ring.giveBack(position, owner);
        arrivals.wakeOne();
    }

    /// After a slice in which nothing happened.
    void look() {
        lookout.look();
    }

    /// Where dead letters go; null when nowhere.
    @Nullable QueueCore deadLetterCore() {
        QueueRegion region = queue.deadLetters();
        return region == null ? null : over(region.region());
    }

    /// Wakes everybody: something may have changed for anyone.
    void wakeAll() {
        arrivals.wakeAll();
        room.wakeAll();
        acks.wakeAll();
    }
}
