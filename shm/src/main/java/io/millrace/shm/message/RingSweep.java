package io.millrace.shm.message;

import static io.millrace.shm.layout.QueueCell.FULL;
import static io.millrace.shm.layout.QueueCell.READING;
import static io.millrace.shm.layout.QueueCell.SKIP;
import static io.millrace.shm.layout.QueueCell.WRITING;

import io.millrace.shm.layout.QueueCell;
import io.millrace.shm.os.CrashPoint;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Puts the cells of a queue in order after owners that are gone. Every step may be done again.
///
/// @param gone asked with the owner bits of a word
record RingSweep(QueueCore core, LongPredicate gone) {
    /// Finishes moves to the queue for dead letters. Before `all` of any queue: it would undo the
    /// claims there.
    ///
    /// @param target where the dead letters go; null when it is no more, and they with it
    void finishMoves(@Nullable QueueCore target) {
        Ring ring = core.ring;
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            long word = ring.word(cell);
            if (isOwned(word, READING) && QueueCell.isMovingAcquire(core.memory, cell)) {
                if (target != null && target.ring.publishFor(QueueCell.sequence(core.memory, cell), gone)) {
                    CrashPoint.hit("recover.queueMovePublished");
                }
                ring.free(ring.position(index, word), QueueCell.owner(word));
                CrashPoint.hit("recover.queueMoved");
            }
        }
    }

    /// Gives up what they were writing, gives back what they were reading, and lets `head` point to
    /// the first message that waits.
    void all() {
        abandonWriting();
        Ring ring = core.ring;
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            long word = ring.word(cell);
            while (isOwned(word, READING)) {
                ring.cas(cell, word, QueueCell.word(QueueCell.turn(word), FULL, 0)); // C5
                CrashPoint.hit("recover.queueGivenBack");
                word = ring.word(cell);
            }
            if (QueueCell.state(word) == FULL) {
                ring.pullHeadTo(index, word);
            }
        }
        CrashPoint.hit("recover.queueHead");
        core.wakeAll();
    }

    /// Gives up what they were writing.
    void abandonWriting() {
        Ring ring = core.ring;
        for (long index = 0; index < ring.capacity(); index++) {
            long cell = ring.cellAt(index);
            long word = ring.word(cell);
            if (isOwned(word, WRITING)) {
                ring.cas(cell, word, QueueCell.word(QueueCell.turn(word), SKIP, 0)); // C4
                CrashPoint.hit("recover.queueAbandoned");
            }
        }
    }

    private boolean isOwned(long word, int state) {
        return QueueCell.state(word) == state && gone.test(QueueCell.owner(word));
    }
}
