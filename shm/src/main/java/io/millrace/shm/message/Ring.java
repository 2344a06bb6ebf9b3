package io.millrace.shm.message;

import static io.millrace.shm.layout.QueueCell.EMPTY;
import static io.millrace.shm.layout.QueueCell.FULL;
import static io.millrace.shm.layout.QueueCell.READING;
import static io.millrace.shm.layout.QueueCell.SKIP;
import static io.millrace.shm.layout.QueueCell.WRITING;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.layout.QueueCell;
import io.millrace.shm.layout.QueueHeader;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.process.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.function.LongPredicate;

/// The cells of a queue: who may write or read which of them.
///
/// ```text
///              C1 claim               C2 publish            C3 take
///   EMPTY(k) ───────────▶ WRITING(k,p) ─────────▶ FULL(k) ─────────▶ READING(k,c)
///      ▲                       │ C4 p aborts         ▲                │  │   │  ▲
///      │                       ▼    or is dead       └── C5 c gives ──┘  │   └──┘
///      │   C7 whoever meets    │                         back or is dead │  C8 pass: READING(k + N, c)
///      ├───────────────────  SKIP(k)                                     │
///      └── EMPTY(k + N) ◀────────────────────────────────────── C6 ack ──┘
/// ```
///
/// k is the position, N the capacity: the cell of k has the index k mod N, and its word holds the
/// turn, which is k / N. The owner, p or c, is a thread of a process.
///
/// **Positions.** A producer claims the position `tail` (C1), then moves `tail`. If it dies or is
/// slow in between, the next one sees the claim and moves `tail` for it. So nothing at or above
/// `tail` is claimed but what lies there, and nothing below can be claimed any more. A consumer
/// looks from `head` on, passes what is not for it, takes the first message (C3), then moves `head`.
/// It stops at a cell that is being written: what was claimed later waits, so each producer's
/// messages are taken in its order.
///
/// **Un-acked messages** keep their cell. When producers come round to it, they hand the position on
/// unused (C8): the message then stands in the next lap. So an un-acked message costs one cell and
/// holds up nobody.
///
/// **Given back** (C5) is a message behind `head`. Whoever gives back then moves `head` back to it.
/// A consumer that moves `head` over a cell that somebody else reads looks at that cell once more
/// afterwards, and moves `head` back itself when it is FULL by then. One of the two sees the other:
/// both write first and then read, in the one order of volatile accesses.
///
/// **Invariants.** 1. Each position is claimed at most once. 2. Only the owner moves a cell out of
/// WRITING(p) or READING(c), but for C8, which leaves the owner, and unless the kernel confirmed
/// that the owner is dead. 3. A message is written before C2; whoever takes it sees it. 4. A message
/// that is FULL is at or above `head`, or somebody alive, or dead and not yet swept, is about to move
/// `head` to it.
///
/// **Death.** Before C1 nothing happened. Between C1 and C2 no message came of it: C4 by the
/// recoverer. Between C3 and C6 the message is not acked: C5 by the recoverer, which also restores
/// invariant 4. After C6 it is gone. A wake that was not sent costs others the rest of a slice.
///
/// **Progress.** Lock-free but for WRITING, which consumers wait for as long as its owner lives.
final class Ring {
    /// No message waits; no room.
    static final long NONE = -1;
    /// The next message is being written.
    static final long BUSY = -2;

    private static final int WALK = 64;

    private final QueueRegion queue;
    private final MemorySegment memory;
    private final long capacity;
    private final int shift;
    private final long mostSteps;

    Ring(QueueRegion queue) {
        this.queue = queue;
        memory = queue.region().segment();
        capacity = queue.capacity();
        shift = Long.bitCount(capacity) == 1 ? Long.numberOfTrailingZeros(capacity) : -1;
        mostSteps = 4 * capacity + (1 << 16);
    }

    long capacity() {
        return capacity;
    }

    long index(long position) {
        return shift >= 0 ? position & capacity - 1 : Long.remainderUnsigned(position, capacity);
    }

    int turn(long position) {
        return (int) (shift >= 0 ? position >>> shift : Long.divideUnsigned(position, capacity));
    }

    /// Where the cell with that index begins in the region.
    long cellAt(long index) {
        return queue.cellAt(index);
    }

    /// Where the cell of a position begins in the region.
    long cell(long position) {
        return queue.cellAt(index(position));
    }

    /// The position in which a cell is used, from its word.
    long position(long index, long word) {
        long lap = tail() / capacity;
        return (lap - ((int) lap - QueueCell.turn(word))) * capacity + index;
    }

    long word(long cell) {
        return QueueCell.wordVolatile(memory, cell);
    }

    boolean cas(long cell, long expected, long value) {
        return QueueCell.wordCas(memory, cell, expected, value);
    }

    long tail() {
        return QueueHeader.tailVolatile(memory);
    }

    long head() {
        return QueueHeader.headVolatile(memory);
    }

    private void tailPast(long position) {
        QueueHeader.tailCas(memory, position, position + 1);
    }

    /// Claims the next position; `NONE` when there is no room.
    long claim(long owner) {
        long position = tail();
        for (long step = 0; step < mostSteps; step++) {
            long cell = cell(position);
            long word = word(cell);
            int ahead = QueueCell.turn(word) - turn(position);
            if (ahead == 0 && QueueCell.state(word) == EMPTY) {
                if (cas(cell, word, QueueCell.word(turn(position), WRITING, owner))) { // C1
                    CrashPoint.hit("queue.claimed");
                    tailPast(position);
                    CrashPoint.hit("queue.tailMoved");
                    return position;
                }
            } else if (ahead >= 0) { // claimed by somebody who did not move the tail yet
                tailPast(position);
                position = tail();
            } else if (!makeRoom(position, cell, word)) {
                if (tail() == position) {
                    return NONE;
                }
                position = tail();
            }
        }
        throw damaged("tail=" + position);
    }

    /// What can be done with a cell of an earlier lap; false when its message still waits.
    private boolean makeRoom(long position, long cell, long word) {
        int turn = QueueCell.turn(word);
        if (turn != turn(position) - 1) {
            throw damaged("tail=" + position + ", word=" + Long.toHexString(word));
        }
        switch (QueueCell.state(word)) {
            case SKIP -> skip(cell, word);
            case READING -> {
                if (position - head() >= 2 * capacity) { // nothing but un-acked messages
                    return false;
                }
                if (cas(cell, word, QueueCell.word(turn + 1, READING, QueueCell.owner(word)))) { // C8
                    CrashPoint.hit("queue.passed");
                    tailPast(position);
                }
            }
            case FULL, WRITING -> {
                return false;
            }
            default -> throw damaged("tail=" + position + ", word=" + Long.toHexString(word));
        }
        return true;
    }

    private void skip(long cell, long word) {
        if (cas(cell, word, QueueCell.word(QueueCell.turn(word) + 1, EMPTY, 0))) { // C7
            CrashPoint.hit("queue.skipped");
        }
    }

    /// Lets the message of a claimed position be taken. `IllegalStateException` when the claim is
    /// not the owner's any more.
    void publish(long position, long owner, int byteSize) {
        long cell = cell(position);
        QueueCell.describe(memory, cell, position, byteSize);
        QueueCell.storedAt(memory, cell, CoarseClock.millis());
        CrashPoint.hit("queue.written");
        finishWriting(position, owner, FULL); // C2
        CrashPoint.hit("queue.published");
    }

    /// Gives up a claimed position.
    void abort(long position, long owner) {
        finishWriting(position, owner, SKIP); // C4
        CrashPoint.hit("queue.aborted");
    }

    private void finishWriting(long position, long owner, int state) {
        int turn = turn(position);
        if (!cas(cell(position), QueueCell.word(turn, WRITING, owner), QueueCell.word(turn, state, 0))) {
            throw new IllegalStateException("the claim was given up, because its thread ended or its memory was closed: queue=%s, position=%d; claim again"
                    .formatted(queue.region().name(), position));
        }
    }

    /// Publishes what a dead owner had written to the end.
    boolean publishFor(long position, LongPredicate gone) {
        long word = word(cell(position));
        return QueueCell.turn(word) == turn(position)
                && QueueCell.state(word) == WRITING
                && gone.test(QueueCell.owner(word))
                && cas(cell(position), word, QueueCell.word(turn(position), FULL, 0));
    }

    /// Takes exactly the message of that position, if it waits; does not move `head`.
    boolean takeAt(long position, long owner) {
        long cell = cell(position);
        long word = word(cell);
        int turn = turn(position);
        boolean taken = word == QueueCell.word(turn, FULL, 0) && cas(cell, word, QueueCell.word(turn, READING, owner)); // C3
        if (taken) {
            CrashPoint.hit("queue.taken");
        }
        return taken;
    }

    /// Takes the first message that waits; `NONE` or `BUSY`.
    long take(long owner) {
        long from = head();
        long position = from;
        long passed = NONE;
        for (long step = 0; step < mostSteps; step++) {
            long cell = cell(position);
            long word = word(cell);
            int ahead = QueueCell.turn(word) - turn(position);
            int state = QueueCell.state(word);
            if (ahead == 0 && state == FULL) {
                if (takeAt(position, owner)) {
                    moveHead(from, position + 1, passed);
                    CrashPoint.hit("queue.headMoved");
                    return position;
                }
            } else if (ahead == 0 && state == SKIP) {
                skip(cell, word);
            } else if (ahead > 0) {
                position = step < WALK ? position + 1 : Math.max(position + 1, tail() - capacity);
            } else if (ahead == 0 && state == READING) {
                passed = passed == NONE ? position : passed;
                position++;
            } else {
                moveHead(from, position, passed);
                return endOfWalk(position, ahead, state);
            }
        }
        throw damaged("head=" + from);
    }

    private long endOfWalk(long position, int ahead, int state) {
        if (ahead == 0 && state == WRITING) {
            return BUSY;
        }
        if (ahead < -1 || ahead == 0 && state != EMPTY) {
            throw damaged("head=%d, state=%d, laps=%d".formatted(position, state, ahead));
        }
        return NONE;
    }

    /// Moves `head` over cells that were looked at; `passed` is the first of those in which a message
    /// was un-acked.
    void moveHead(long from, long to, long passed) {
        if (from == to || !QueueHeader.headCas(memory, from, to) || passed == NONE) {
            return;
        }
        CrashPoint.hit("queue.headCrossed");
        for (long position = Math.max(passed, to - capacity); position < to; position++) {
            if (word(cell(position)) == QueueCell.word(turn(position), FULL, 0)) {
                pullHead(position);
                return;
            }
        }
    }

    /// Moves `head` back to a message of the last lap that waits.
    void pullHeadTo(long index, long word) {
        long position = position(index, word);
        if (position >= 0 && position >= tail() - capacity) {
            pullHead(position);
        }
    }

    /// Moves `head` back.
    void pullHead(long position) {
        long head = head();
        while (head > position && !QueueHeader.headCas(memory, head, position)) {
            head = head();
        }
    }

    /// Ends the use of a taken message for good.
    void free(long position, long owner) {
        finishReading(position, owner, EMPTY); // C6
        CrashPoint.hit("queue.freed");
    }

    /// Gives a taken message back, to be taken again.
    void giveBack(long position, long owner) {
        long now = finishReading(position, owner, FULL); // C5
        CrashPoint.hit("queue.givenBack");
        pullHead(now);
        CrashPoint.hit("queue.headPulled");
    }

    /// Says in which position the message stood at last: others may have handed it on.
    private long finishReading(long position, long owner, int state) {
        long cell = cell(position);
        while (true) {
            long word = word(cell);
            int turn = QueueCell.turn(word);
            int laps = turn - turn(position);
            if (QueueCell.state(word) != READING || QueueCell.owner(word) != owner || laps < 0) {
                throw new IllegalStateException("the message is not in the hands of its taker any more: queue=%s, position=%d; take it again"
                        .formatted(queue.region().name(), position));
            }
            if (cas(cell, word, QueueCell.word(state == EMPTY ? turn + 1 : turn, state, 0))) {
                return position + laps * capacity;
            }
        }
    }

    /// Where in the region the message of a taken position begins; its size stands in the cell.
    long message(long position) {
        return cell(position) + QueueCell.MESSAGE;
    }

    /// The size of a taken message; `FileFormatException` when it cannot be.
    int byteSize(long position) {
        int byteSize = QueueCell.byteSize(memory, cell(position));
        if (byteSize < 0 || byteSize > queue.constants().maxMessageByteSize()) {
            throw damaged("position=" + position + ", byteSize=" + byteSize);
        }
        return byteSize;
    }

    private FileFormatException damaged(String what) {
        return QueueRegion.damaged(queue.region(), what);
    }
}
