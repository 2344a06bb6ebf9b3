package io.millrace.shm.message;

import io.millrace.shm.MillraceException;
import io.millrace.shm.layout.QueueCell;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.process.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Moves messages that were delivered too often to another queue: once, whoever dies.
///
/// ```text
///   here:   READING(me) ───────────────▶ moving to k ─────────────────▶ EMPTY
///   there:              WRITING(k, me), copied           FULL(k)
/// ```
///
/// **Death.** Before `moving` the recoverer gives the message back here, and the claim there comes
/// to nothing. From then on it publishes the copy, if that was not done, and frees the cell here.
final class DeadLetters {
    private final QueueCore from;
    private @Nullable QueueCore to;

    DeadLetters(QueueCore from) {
        this.from = from;
    }

    /// Whether a message that was handed out so often is a dead letter.
    boolean areDue(int attempts) {
        return from.queue.constants().deadLetterRow() != 0
                && attempts >= from.queue.constants().maxDeliveries()
                && target() != null;
    }

    private synchronized @Nullable QueueCore target() {
        if (to == null || !to.memory.scope().isAlive()) {
            to = from.deadLetterCore();
        }
        return to;
    }

    /// Moves a taken message; false, with nothing changed, when there is no room for it.
    boolean tryMove(long position, long owner) {
        QueueCore target = target();
        if (target == null) {
            return false;
        }
        int byteSize = from.ring.byteSize(position);
        long place;
        try {
            place = target.claim(owner);
        } catch (MillraceException closedOrDropped) {
            return false;
        }
        if (place < 0) {
            return false;
        }
        CrashPoint.hit("queue.deadClaimed");
        MemorySegment.copy(from.memory, from.ring.message(position), target.memory, target.ring.message(place), byteSize);
        long cell = target.ring.cell(place);
        QueueCell.describe(target.memory, cell, place, byteSize);
        QueueCell.storedAt(target.memory, cell, CoarseClock.millis());
        CrashPoint.hit("queue.deadCopied");
        QueueCell.moveRelease(from.memory, from.ring.cell(position), place);
        CrashPoint.hit("queue.deadMoving");
        target.publish(place, owner, byteSize);
        CrashPoint.hit("queue.deadPublished");
        from.ack(position, owner);
        return true;
    }
}
