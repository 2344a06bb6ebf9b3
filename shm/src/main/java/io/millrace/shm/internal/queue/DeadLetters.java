package io.millrace.shm.internal.queue;

import io.millrace.shm.MillraceException;
import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.CoarseClock;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Moves messages that were delivered too often to another queue: exactly once, whatever process dies.
///
/// ```text
///   here:   READING(me) ───────────────▶ moving to k ─────────────────▶ EMPTY
///   there:              WRITING(k, me), copied           FULL(k)
/// ```
///
/// **Death.** Before `moving` the recoverer gives the message back here and gives the claim there up.
/// From `moving` on the recoverer publishes the copy, if it is not published, and frees the cell here.
final class DeadLetters {
    private final CellRing from;
    private @Nullable CellRing to;

    DeadLetters(CellRing from) {
        this.from = from;
    }

    /// Whether a message that was delivered `attempts` times is a dead letter.
    boolean areDue(int attempts) {
        return from.queue().constants().deadLetterRow() != 0
                && attempts >= from.queue().constants().maxDeliveries()
                && target() != null;
    }

    private synchronized @Nullable CellRing target() {
        if (to == null || !memory(to).scope().isAlive()) {
            QueueRegion region = from.queue().deadLetters();
            to = region == null ? null : new CellRing(region);
        }
        return to;
    }

    private static MemorySegment memory(CellRing ring) {
        return ring.queue().region().segment();
    }

    /// Moves a taken message; false, with nothing changed, when there is no room for it.
    boolean tryMove(long position, long owner) {
        CellRing target = target();
        if (target == null) {
            return false;
        }
        int byteSize = from.byteSize(position);
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
        MemorySegment.copy(memory(from), from.message(position), memory(target), target.message(place), byteSize);
        long cell = target.cell(place);
        QueueCell.describe(memory(target), cell, place, byteSize);
        QueueCell.storedAt(memory(target), cell, CoarseClock.millis());
        CrashPoint.hit("queue.deadCopied");
        QueueCell.moveRelease(memory(from), from.cell(position), place);
        CrashPoint.hit("queue.deadMoving");
        target.publish(place, owner, byteSize);
        CrashPoint.hit("queue.deadPublished");
        from.free(position, owner);
        return true;
    }
}
