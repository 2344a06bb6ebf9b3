package io.millrace.shm.internal.queue;

import static io.millrace.shm.internal.layout.QueueCell.EMPTY;
import static io.millrace.shm.internal.layout.QueueCell.FULL;
import static io.millrace.shm.internal.layout.QueueCell.READING;
import static io.millrace.shm.internal.layout.QueueCell.SKIP;
import static io.millrace.shm.internal.layout.QueueCell.WRITING;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.layout.QueueHeader;
import io.millrace.shm.internal.lock.ThreadNumbers;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.CoarseClock;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;

/// The cells of a queue: which thread may write or read which of them.
///
/// ```text
///              C1 claim               C2 publish            C3 take
///   EMPTY(k) ───────────▶ WRITING(k,p) ─────────▶ FULL(k) ─────────▶ READING(k,c)
///      ▲                       │ C4 p aborts         ▲                │  │   │  ▲
///      │                       ▼    or is dead       └── C5 c gives ──┘  │   └──┘
///      │   C7 any thread       │                         back or is dead │  C8 pass: READING(k + N, c)
///      ├───────────────────  SKIP(k)                                     │
///      └── EMPTY(k + N) ◀────────────────────────────────────── C6 ack ──┘
/// ```
///
/// k is the position, N the capacity: the cell of k has the index k mod N, and its word holds the
/// turn, which is k / N. The owner, p or c, is a thread of a process.
///
/// **Positions.** A producer claims the position `tail` (C1), then moves `tail` (Q1). If the producer dies
/// or is slow in between, the next producer sees the claim and moves `tail` for it. So the only
/// position at or above `tail` that can be claimed already is `tail` itself, and no position below
/// `tail` can be claimed any more. A consumer looks at the cells from `head` on, passes those that hold
/// no message to take, takes the first message (C3), then moves `head` (Q2). It stops at a cell that is
/// being written: messages that were claimed later wait, so the messages of each producer are taken in
/// its order.
///
/// **Un-acked messages** keep their cell. A producer that comes round to the cell passes the position
/// on unused (C8): the message then stands in the next lap. So an un-acked message costs one cell and
/// holds up no thread.
///
/// **Given back** (C5) is a message behind `head`. The thread that gives it back then moves `head` back
/// to it (Q3). A consumer that moves `head` over a cell that another thread reads looks at that cell once
/// more afterwards, and moves `head` back itself if the cell is FULL by then. One of the two threads
/// sees the other: both write first and then read, in the one order of volatile accesses.
///
/// **Invariants.** 1. Each position is claimed at most once. 2. Only the owner moves a cell out of
/// WRITING(p) or READING(c), but for C8, which leaves the owner, and unless the kernel confirmed
/// that the owner is dead. 3. A message is written before C2; the thread that takes it sees it. 4. A
/// message that is FULL is at or above `head`, or a thread that is alive, or dead and not yet swept, is
/// about to move `head` to it.
///
/// **Death.** Before C1 nothing happened. Between C1 and C2 there is no message: the recoverer does C4.
/// Between C3 and C6 the message is not acked: the recoverer does C5 and restores invariant 4. After
/// C6 the message is gone. A wake that was not sent costs the sleepers the rest of a slice.
///
/// **Progress.** Lock-free but for WRITING, which consumers wait for as long as its owner lives.
public final class CellRing {
    /// No message waits; no room.
    public static final long NONE = -1;
    /// The next message is being written.
    static final long BUSY = -2;

    private static final int MAX_WALK_CELLS = 64;

    final EventCount arrivals;
    final EventCount room;
    final EventCount acks;

    private final QueueRegion queue;
    private final MemorySegment memory;
    private final long capacity;
    private final long stride;
    private final int shift;
    private final long mostSteps;

    /// The cells of that region. Holds no state of its own.
    public CellRing(QueueRegion queue) {
        this.queue = queue;
        memory = queue.region().segment();
        arrivals = new EventCount(memory, QueueHeader.ARRIVALS);
        room = new EventCount(memory, QueueHeader.ROOM);
        acks = new EventCount(memory, QueueHeader.ACKS);
        capacity = queue.capacity();
        stride = queue.stride();
        shift = Long.bitCount(capacity) == 1 ? Long.numberOfTrailingZeros(capacity) : -1;
        mostSteps = 4 * capacity + (1 << 16);
    }

    QueueRegion queue() {
        return queue;
    }

    /// Number of cells.
    public long capacity() {
        return capacity;
    }

    /// The owner bits of the calling thread.
    public long owner() {
        return QueueCell.owner(queue.region().memory().slotHolder().slot(), ThreadNumbers.current());
    }

    /// Index of the cell of a position.
    public long index(long position) {
        return shift >= 0 ? position & capacity - 1 : Long.remainderUnsigned(position, capacity);
    }

    int turn(long position) {
        return (int) (shift >= 0 ? position >>> shift : Long.divideUnsigned(position, capacity));
    }

    /// Where the cell with that index begins in the region.
    long cellAt(long index) {
        return QueueRegion.HEADER_BYTE_SIZE + index * stride;
    }

    /// Where the cell of a position begins in the region.
    public long cell(long position) {
        return cellAt(index(position));
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

    /// Where consumers begin to look.
    public long head() {
        return QueueHeader.headVolatile(memory);
    }

    /// Q1.
    private void tailPast(long position) {
        QueueHeader.tailCas(memory, position, position + 1); // Q1
    }

    /// Claims the next position; `NONE` when there is no room.
    ///
    /// @throws QueueClosedException somebody closed the queue
    public long claim(long owner) {
        if (isClosed()) {
            throw queue.closed();
        }
        long position = claimNext(owner);
        if (position >= 0 && isClosed()) { // closed in between: consumers do not wait for this one
            abort(position, owner);
            throw queue.closed();
        }
        return position;
    }

    /// Whether somebody closed the queue.
    public boolean isClosed() {
        return QueueHeader.closedVolatile(memory);
    }

    private long claimNext(long owner) {
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
            } else if (ahead >= 0) { // claimed by a producer that has not moved the tail yet
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

    /// Tries to free or pass a cell of an earlier lap; false when its message still waits.
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

    /// Lets consumers take the message of a claimed position.
    ///
    /// @throws IllegalStateException the position is not claimed by that owner any more
    public void publish(long position, long owner, int byteSize) {
        long cell = cell(position);
        QueueCell.describe(memory, cell, position, byteSize);
        QueueCell.storedAt(memory, cell, CoarseClock.millis());
        CrashPoint.hit("queue.written");
        finishWriting(position, owner, FULL); // C2
        CrashPoint.hit("queue.published");
        arrivals.wakeOne();
    }

    /// Gives a claimed position up.
    public void abort(long position, long owner) {
        finishWriting(position, owner, SKIP); // C4
        CrashPoint.hit("queue.aborted");
        arrivals.wakeOne();
        room.wakeOne();
    }

    private void finishWriting(long position, long owner, int state) {
        int turn = turn(position);
        if (!cas(cell(position), QueueCell.word(turn, WRITING, owner), QueueCell.word(turn, state, 0))) { // C2, C4
            throw new IllegalStateException(("the claim was given up, because its thread ended or its memory was"
                    + " closed: queue=%s, position=%s; claim again")
                    .formatted(queue.region().name(), position));
        }
    }

    /// Takes exactly the message of that position, if it waits; does not move `head`.
    boolean takeAt(long position, long owner) {
        long cell = cell(position);
        long word = word(cell);
        int turn = turn(position);
        boolean taken = word == QueueCell.word(turn, FULL, 0)
                && cas(cell, word, QueueCell.word(turn, READING, owner)); // C3
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
                position = step < MAX_WALK_CELLS ? position + 1 : Math.max(position + 1, tail() - capacity);
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

    /// Whether a message waits that the next consumer would take. Changes nothing.
    boolean hasMessage() {
        long position = head();
        for (long step = 0; step < mostSteps; step++) {
            long word = word(cell(position));
            int ahead = QueueCell.turn(word) - turn(position);
            int state = QueueCell.state(word);
            if (ahead == 0 && state == FULL) {
                return true;
            }
            if (ahead < 0 || ahead == 0 && state != SKIP && state != READING) {
                return false;
            }
            position = step < MAX_WALK_CELLS ? position + 1 : Math.max(position + 1, tail() - capacity);
        }
        throw damaged("head=" + position);
    }

    private long endOfWalk(long position, int ahead, int state) {
        if (ahead == 0 && state == WRITING) {
            return BUSY;
        }
        if (ahead < -1 || ahead == 0 && state != EMPTY) {
            throw damaged("head=%s, state=%s, laps=%s".formatted(position, state, ahead));
        }
        return NONE;
    }

    /// Moves `head` over cells that the caller looked at; `passed` is the first of them that held an
    /// un-acked message.
    public void moveHead(long from, long to, long passed) {
        boolean moved = from != to && QueueHeader.headCas(memory, from, to); // Q2
        if (!moved || passed == NONE) {
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
        while (head > position && !QueueHeader.headCas(memory, head, position)) { // Q3
            head = head();
        }
    }

    /// Acks a taken message.
    public void free(long position, long owner) {
        finishReading(position, owner, EMPTY); // C6
        CrashPoint.hit("queue.freed");
        room.wakeOne();
        acks.wakeAll();
    }

    /// Gives a taken message back, to be taken again.
    void giveBack(long position, long owner) {
        long now = finishReading(position, owner, FULL); // C5
        CrashPoint.hit("queue.givenBack");
        pullHead(now);
        CrashPoint.hit("queue.headPulled");
        arrivals.wakeOne();
    }

    /// Moves the cell on; the position in which the message stood last, because C8 may have moved it.
    private long finishReading(long position, long owner, int state) {
        long cell = cell(position);
        while (true) {
            long word = word(cell);
            int turn = QueueCell.turn(word);
            int laps = turn - turn(position);
            if (QueueCell.state(word) != READING || QueueCell.owner(word) != owner || laps < 0) {
                throw new IllegalStateException(
                        "the message is no longer taken by this thread: queue=%s, position=%s; take it again"
                        .formatted(queue.region().name(), position));
            }
            if (cas(cell, word, QueueCell.word(state == EMPTY ? turn + 1 : turn, state, 0))) { // C5, C6
                return position + laps * capacity;
            }
        }
    }

    /// Where in the region the message of a position begins.
    public long message(long position) {
        return cell(position) + QueueCell.MESSAGE;
    }

    /// The size of a taken message.
    ///
    /// @throws FileFormatException the size in the cell is impossible
    public int byteSize(long position) {
        int byteSize = QueueCell.byteSize(memory, cell(position));
        if (byteSize < 0 || byteSize > queue.constants().maxMessageByteSize()) {
            throw damaged("position=" + position + ", byteSize=" + byteSize);
        }
        return byteSize;
    }

    /// Wakes all threads that wait for anything in this queue.
    public void wakeAll() {
        arrivals.wakeAll();
        room.wakeAll();
        acks.wakeAll();
    }

    private FileFormatException damaged(String what) {
        return QueueRegion.damaged(queue.region(), what);
    }
}
