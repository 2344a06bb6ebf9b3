package io.millrace.shm.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/// A barrier: its word, alone on 128 bytes; one registration of 4 bytes for each process slot; then
/// two banks of one cell of 8 bytes for each party, for odd and for even generations.
///
/// | field           | offset | bytes | written by                         | order                    |
/// |-----------------|-------:|------:|------------------------------------|--------------------------|
/// | `word`          |      0 |     8 | any party, who recovers one        | compare-and-set          |
/// | `parties`       |    128 |     4 | creator                            | plain, before the commit |
/// | `registrations` |    256 |  4096 | the slot's process, who recovers it | compare-and-set         |
///
/// Bits of `word`; the low half is the futex word:
///
/// | bits         | first | bits |
/// |--------------|------:|-----:|
/// | `generation` |     0 |   30 |
/// | `waiters`    |    30 |    1 |
/// | `broken`     |    31 |    1 |
/// | `abandoned`  |    32 |   32 |
///
/// The k-th bit of `abandoned` says that the generation k + 1 before this one was reset, not
/// completed. A cell has the thread in bits 0 to 17, the slot in 18 to 27, bit 28 while the party
/// runs the action, and from bit 32 on the generation it arrived in; a party is there when the slot
/// is not 0 and the generation is the present one. A registration has bit 31 while the process has
/// the barrier open, and bit 30 once it died after it had arrived in the generation that the lower
/// bits name.
public final class BarrierWords {
    /// The most parties.
    public static final int MOST_PARTIES = 1 << 16;
    /// The generation a new barrier begins with.
    public static final int FIRST_GENERATION = 1;

    /// Bits of `word`: counts the turns.
    public static final BitField GENERATION = new BitField("generation", 0, 30);

    private static final BitField WAITERS_BIT = new BitField("waiters", 30, 1);
    private static final BitField BROKEN_BIT = new BitField("broken", 31, 1);
    private static final BitField ABANDONED = new BitField("abandoned", 32, 32);

    static final List<BitField> FIELDS = List.of(GENERATION, WAITERS_BIT, BROKEN_BIT, ABANDONED);

    /// The mask of `waiters`.
    public static final long WAITERS = WAITERS_BIT.set(0, 1);
    /// The mask of `broken`.
    public static final long BROKEN = BROKEN_BIT.set(0, 1);
    /// Bit of a registration: the process has the barrier open.
    public static final int REGISTERED = 1 << 31;
    /// Bit of a registration: the process died after it had arrived.
    public static final int DEAD = 1 << 30;
    /// Bit of a cell: the party runs the action.
    public static final long ACTING = 1L << 28;

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.LONG.withName("word"),
            MemoryLayout.paddingLayout(120),
            Words.INT.withName("parties"),
            MemoryLayout.paddingLayout(124),
            MemoryLayout.sequenceLayout(ProcessSlot.COUNT + 1, Words.INT).withName("registrations"));

    private static final long PARTIES = LAYOUT.byteOffset(PathElement.groupElement("parties"));
    private static final long REGISTRATIONS = LAYOUT.byteOffset(PathElement.groupElement("registrations"));
    private static final VarHandle LONG = Words.LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = Words.INT.varHandle().withInvokeExactBehavior();

    private BarrierWords() {}

    /// What a barrier of so many parties takes.
    public static long byteSize(int parties) {
        return LAYOUT.byteSize() + 2L * parties * Long.BYTES;
    }

    /// Writes the constants and the first word; for the creator.
    public static void initialise(MemorySegment barrier, int parties) {
        barrier.set(Words.INT, PARTIES, parties);
        LONG.setVolatile(barrier, 0L, (long) FIRST_GENERATION);
    }

    /// How many it waits for.
    public static int parties(MemorySegment barrier) {
        return barrier.get(Words.INT, PARTIES);
    }

    /// The word.
    public static long wordVolatile(MemorySegment barrier) {
        return (long) LONG.getVolatile(barrier, 0L);
    }

    /// Moves the word on.
    public static boolean wordCas(MemorySegment barrier, long expected, long value) {
        return LONG.compareAndSet(barrier, 0L, expected, value);
    }

    /// The generation of a word.
    public static int generation(long word) {
        return (int) GENERATION.get(word);
    }

    /// The word of the next generation, nobody waiting, not broken.
    public static long next(long word, boolean abandoned) {
        long history = ABANDONED.get(word) << 1 | (abandoned ? 1 : 0);
        return ABANDONED.set(GENERATION.set(0, GENERATION.get(word) + 1), history);
    }

    /// Whether that generation, over since, was reset instead of completed. What is over for more
    /// than 32 turns counts as completed.
    public static boolean wasAbandoned(long word, int generation) {
        long back = GENERATION.get(GENERATION.get(word) - generation - 1L);
        return back < 32 && (ABANDONED.get(word) >>> back & 1) != 0;
    }

    /// The registration of a slot.
    public static int registrationVolatile(MemorySegment barrier, int slot) {
        return (int) INT.getVolatile(barrier, REGISTRATIONS + slot * 4L);
    }

    /// Moves a registration on.
    public static boolean registrationCas(MemorySegment barrier, int slot, int expected, int value) {
        return INT.compareAndSet(barrier, REGISTRATIONS + slot * 4L, expected, value);
    }

    /// The cells of the parties that arrive in that generation; some may still be of an earlier one.
    public static MemorySegment bank(MemorySegment barrier, int parties, int generation) {
        long byteSize = (long) parties * Long.BYTES;
        return barrier.asSlice(LAYOUT.byteSize() + (generation & 1) * byteSize, byteSize);
    }

    /// A cell of a bank.
    public static long cellVolatile(MemorySegment bank, int index) {
        return (long) LONG.getVolatile(bank, (long) index * Long.BYTES);
    }

    /// Moves a cell on.
    public static boolean cellCas(MemorySegment bank, int index, long expected, long value) {
        return LONG.compareAndSet(bank, (long) index * Long.BYTES, expected, value);
    }

    /// The cell of a party that is there.
    public static long cell(long owner, int generation) {
        return owner | (long) generation << 32;
    }

    /// Whether the cell's party arrived in that generation.
    public static boolean isThere(long cell, int generation) {
        return OwnerBits.slot(cell) != 0 && (int) (cell >>> 32) == generation;
    }

    /// Whether the cell's party arrived in a later generation than that.
    public static boolean isLater(long cell, int generation) {
        long ahead = GENERATION.get((cell >>> 32) - generation);
        return OwnerBits.slot(cell) != 0 && ahead != 0 && ahead < 1 << 29;
    }
}
