package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/// One cell of a queue: this, then the bytes of the message. Cells lie 64 bytes apart or a multiple
/// of that, so a message of up to 32 bytes is one cache line, and no two cells share one.
///
/// | field      | offset | bytes | written by     | order                             |
/// |------------|-------:|------:|----------------|-----------------------------------|
/// | `word`     |      0 |     8 | see `CellRing` | compare-and-set                   |
/// | `sequence` |      8 |     8 | owner          | plain, before the word is `FULL`  |
/// | `storedAt` |     16 |     8 | owner          | plain, before the word is `FULL`  |
/// | `byteSize` |     24 |     4 | owner          | plain, before the word is `FULL`  |
/// | `attempts` |     28 |     2 | owner          | plain, while `WRITING`, `READING` |
/// | `moving`   |     30 |     2 | owner          | release, while `READING`          |
///
/// Bits of `word`:
///
/// | bits     | first | bits |
/// |----------|------:|-----:|
/// | `thread` |     0 |   18 |
/// | `slot`   |    18 |   10 |
/// | `state`  |    28 |    3 |
/// | `turn`   |    32 |   32 |
///
/// The owner is a thread of a process; 0 and 0 for none. `turn` is the lap in which the cell is
/// used: the low 32 bits of position divided by capacity. While `moving` is 1, `sequence` is the
/// position in the queue for dead letters that the message moves to. `storedAt` is in milliseconds
/// since 1970, exact to about a tenth of a second.
public final class QueueCell {
    /// `state`: may be claimed for the position of its turn.
    public static final int EMPTY = 0;
    /// `state`: the owner writes a message.
    public static final int WRITING = 1;
    /// `state`: a message waits.
    public static final int FULL = 2;
    /// `state`: the owner has the message and has not acknowledged it.
    public static final int READING = 3;
    /// `state`: was claimed, and has no message.
    public static final int SKIP = 4;

    /// Bits of `word`: the state of the cell.
    public static final BitField STATE = new BitField("state", 28, 3);
    /// Bits of `word`: the lap.
    public static final BitField TURN = new BitField("turn", 32, 32);

    static final List<BitField> FIELDS = List.of(OwnerBits.THREAD, OwnerBits.SLOT, STATE, TURN);

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.LONG.withName("word"),
            Words.LONG.withName("sequence"),
            Words.LONG.withName("storedAt"),
            Words.INT.withName("byteSize"),
            Words.SHORT.withName("attempts"),
            Words.SHORT.withName("moving"));

    /// Where the message begins in its cell.
    public static final long MESSAGE = LAYOUT.byteSize();

    private static final VarHandle LONG = Words.LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle SHORT = Words.SHORT.varHandle().withInvokeExactBehavior();
    private static final long SEQUENCE = offset("sequence");
    private static final long STORED_AT = offset("storedAt");
    private static final long BYTE_SIZE = offset("byteSize");
    private static final long ATTEMPTS = offset("attempts");
    private static final long MOVING = offset("moving");
    private static final int MOST_ATTEMPTS = 0xFFFF;

    private QueueCell() {}

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    /// The owner bits of a word.
    public static long owner(int slot, int thread) {
        return OwnerBits.of(slot, thread);
    }

    /// A word; `owner` is 0 for nobody.
    public static long word(int turn, int state, long owner) {
        return TURN.set(STATE.set(owner, state), turn);
    }

    /// The turn of a word.
    public static int turn(long word) {
        return (int) TURN.get(word);
    }

    /// The state of a word.
    public static int state(long word) {
        return (int) STATE.get(word);
    }

    /// The slot of a word.
    public static int slot(long word) {
        return OwnerBits.slot(word);
    }

    /// The thread of a word.
    public static int thread(long word) {
        return OwnerBits.thread(word);
    }

    /// The owner bits of a word.
    public static long owner(long word) {
        return word & OwnerBits.MASK;
    }

    /// The word of the cell at `cell`.
    public static long wordVolatile(MemorySegment region, long cell) {
        return (long) LONG.getVolatile(region, cell);
    }

    /// Changes the word.
    public static boolean wordCas(MemorySegment region, long cell, long expected, long value) {
        return LONG.compareAndSet(region, cell, expected, value);
    }

    /// Describes a new message.
    public static void describe(MemorySegment region, long cell, long sequence, int byteSize) {
        region.set(Words.LONG, cell + SEQUENCE, sequence);
        region.set(Words.INT, cell + BYTE_SIZE, byteSize);
        region.set(Words.INT, cell + ATTEMPTS, 0); // and moving
    }

    /// Stores when the message was put in.
    public static void storedAt(MemorySegment region, long cell, long millis) {
        region.set(Words.LONG, cell + STORED_AT, millis);
    }

    /// The number of the message in the queue.
    public static long sequence(MemorySegment region, long cell) {
        return region.get(Words.LONG, cell + SEQUENCE);
    }

    /// When the message was put in.
    public static long storedAt(MemorySegment region, long cell) {
        return region.get(Words.LONG, cell + STORED_AT);
    }

    /// The size of the message as the cell has it; check it before use.
    public static int byteSize(MemorySegment region, long cell) {
        return region.get(Words.INT, cell + BYTE_SIZE);
    }

    /// How often the message was delivered.
    public static int attempts(MemorySegment region, long cell) {
        return Short.toUnsignedInt(region.get(Words.SHORT, cell + ATTEMPTS));
    }

    /// Stores how often the message was delivered, at most 65,535.
    public static void attempts(MemorySegment region, long cell, int attempts) {
        region.set(Words.SHORT, cell + ATTEMPTS, (short) Math.min(attempts, MOST_ATTEMPTS));
    }

    /// Stores that the message moves to that position of the queue for dead letters.
    public static void moveRelease(MemorySegment region, long cell, long position) {
        region.set(Words.LONG, cell + SEQUENCE, position);
        SHORT.setRelease(region, cell + MOVING, (short) 1);
    }

    /// Whether the message moves; then `sequence` is the position it moves to.
    public static boolean isMovingAcquire(MemorySegment region, long cell) {
        return (short) SHORT.getAcquire(region, cell + MOVING) != 0;
    }
}
