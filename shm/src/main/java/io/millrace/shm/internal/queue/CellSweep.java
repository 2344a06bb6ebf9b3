package io.millrace.shm.internal.queue;

import static io.millrace.shm.internal.layout.QueueCell.FULL;
import static io.millrace.shm.internal.layout.QueueCell.READING;
import static io.millrace.shm.internal.layout.QueueCell.SKIP;
import static io.millrace.shm.internal.layout.QueueCell.WRITING;

import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.os.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Puts the cells of a queue in order after their owners are gone. Every step may be repeated.
///
/// @param gone whether the owner with these bits of a word is gone
record CellSweep(CellRing ring, LongPredicate gone) {
    /// Finishes moves to the queue for dead letters. Must be called before `all` is called for any
    /// queue, because `all` undoes the claims in the queue for dead letters.
    ///
    /// @param target the queue for dead letters; null when it was dropped: then the messages are lost
    void finishMoves(@Nullable CellRing target) {
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            long word = ring.word(cell);
            if (isOwned(word, READING) && QueueCell.isMovingAcquire(memory(), cell)) {
                if (target != null && publish(target, QueueCell.sequence(memory(), cell))) {
                    CrashPoint.hit("recover.queueMovePublished");
                }
                ring.free(ring.position(index, word), QueueCell.owner(word));
                mended(word);
                CrashPoint.hit("recover.queueMoved");
            }
        }
    }

    private MemorySegment memory() {
        return ring.queue().region().segment();
    }

    /// Publishes a message that its dead owner had written completely.
    private boolean publish(CellRing target, long position) {
        long cell = target.cell(position);
        long word = target.word(cell);
        int turn = target.turn(position);
        return QueueCell.turn(word) == turn
                && isOwned(word, WRITING)
                && target.cas(cell, word, QueueCell.word(turn, FULL, 0)); // C2
    }

    /// Gives up the cells that the owners were writing, gives back the messages that they had taken, and
    /// moves `head` back to the first message that waits.
    void all() {
        abandonWriting();
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            long word = ring.word(cell);
            while (isOwned(word, READING)) {
                ring.cas(cell, word, QueueCell.word(QueueCell.turn(word), FULL, 0)); // C5
                mended(word);
                CrashPoint.hit("recover.queueGivenBack");
                word = ring.word(cell);
            }
            if (QueueCell.state(word) == FULL) {
                ring.pullHeadTo(index, word);
            }
        }
        CrashPoint.hit("recover.queueHead");
        ring.wakeAll();
    }

    /// Gives up the cells that the owners were writing.
    void abandonWriting() {
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            long word = ring.word(cell);
            if (isOwned(word, WRITING)) {
                ring.cas(cell, word, QueueCell.word(QueueCell.turn(word), SKIP, 0)); // C4
                mended(word);
                CrashPoint.hit("recover.queueAbandoned");
            }
        }
    }

    private void mended(long word) {
        ring.queue().region().memory().slotHolder().mended(QueueCell.slot(word), DeathRecord.MESSAGES, 1);
    }

    private boolean isOwned(long word, int state) {
        return QueueCell.state(word) == state && gone.test(QueueCell.owner(word));
    }
}
