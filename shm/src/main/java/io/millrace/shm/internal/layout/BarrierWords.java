package io.millrace.shm.internal.layout;

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
/// | `word`          |      0 |     8 | any party, a recoverer             | compare-and-set          |
/// | `parties`       |    128 |     4 | creator                            | plain, before the commit |
/// | `registrations` |    256 |  4096 | process of the slot, its recoverer | compare-and-set          |
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
/// completed. The bits of a cell stand in [BarrierCell], those of a registration in
/// [BarrierRegistration].
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
    public static final int REGISTERED = (int) BarrierRegistration.REGISTERED.set(0, 1);
    /// Bit of a registration: the process died after it had arrived.
    public static final int DEAD = (int) BarrierRegistration.DEAD.set(0, 1);
    /// Bit of a cell: the party runs the action.
    public static final long ACTING = BarrierCell.ACTING.set(0, 1);

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

    /// Bytes of a barrier with that many parties.
    public static long byteSize(int parties) {
        return LAYOUT.byteSize() + 2L * parties * Long.BYTES;
    }

    /// Writes the constants and the first word; for the creator.
    public static void initialise(MemorySegment barrier, int parties) {
        barrier.set(Words.INT, PARTIES, parties);
        LONG.setVolatile(barrier, 0L, (long) FIRST_GENERATION);
    }

    /// How many parties the barrier waits for.
    public static int parties(MemorySegment barrier) {
        return barrier.get(Words.INT, PARTIES);
    }

    /// The word.
    public static long wordVolatile(MemorySegment barrier) {
        return (long) LONG.getVolatile(barrier, 0L);
    }

    /// Changes the word.
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

    /// Whether that generation, which has ended, was reset instead of completed. A generation that
    /// ended more than 32 generations ago counts as completed.
    public static boolean wasAbandoned(long word, int generation) {
        long back = GENERATION.get(GENERATION.get(word) - generation - 1L);
        return back < 32 && (ABANDONED.get(word) >>> back & 1) != 0;
    }

    /// The registration of a slot.
    public static int registrationVolatile(MemorySegment barrier, int slot) {
        return (int) INT.getVolatile(barrier, REGISTRATIONS + slot * 4L);
    }

    /// Changes a registration.
    public static boolean registrationCas(MemorySegment barrier, int slot, int expected, int value) {
        return INT.compareAndSet(barrier, REGISTRATIONS + slot * 4L, expected, value);
    }

    /// The cells of the parties that arrive in that generation; some may still be of an earlier
    /// one.
    public static MemorySegment bank(MemorySegment barrier, int parties, int generation) {
        long byteSize = (long) parties * Long.BYTES;
        return barrier.asSlice(LAYOUT.byteSize() + (generation & 1) * byteSize, byteSize);
    }

    /// A cell of a bank.
    public static long cellVolatile(MemorySegment bank, int index) {
        return (long) LONG.getVolatile(bank, (long) index * Long.BYTES);
    }

    /// Changes a cell.
    public static boolean cellCas(MemorySegment bank, int index, long expected, long value) {
        return LONG.compareAndSet(bank, (long) index * Long.BYTES, expected, value);
    }

    /// The cell of a party that has arrived.
    public static long cell(long owner, int generation) {
        return BarrierCell.of(owner, generation);
    }

    /// Whether the cell's party arrived in that generation.
    public static boolean isThere(long cell, int generation) {
        return OwnerBits.slot(cell) != 0 && BarrierCell.generation(cell) == generation;
    }

    /// Whether the cell's party arrived in a later generation than that.
    public static boolean isLater(long cell, int generation) {
        long ahead = GENERATION.get(BarrierCell.generation(cell) - generation);
        return OwnerBits.slot(cell) != 0 && ahead != 0 && ahead < 1 << 29;
    }
}
