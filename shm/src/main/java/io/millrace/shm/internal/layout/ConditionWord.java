package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/// A condition of a lock: its words, alone on 128 bytes, its lock, and one word for each process
/// slot. 8,448 bytes.
///
/// | field            | offset | bytes | written by                                    | order                    |
/// |------------------|-------:|------:|-----------------------------------------------|--------------------------|
/// | `word`           |      0 |     4 | holder of the lock                            | compare-and-set          |
/// | `highestSlot`    |      4 |     4 | holder of the lock                            | plain, before `sleepers` |
/// | `orphans`        |      8 |     8 | holder of the lock, recoverer                 | compare-and-set          |
/// | `pendingAll`     |     16 |     4 | holder of the lock                            | volatile                 |
/// | `lockRow`        |    128 |     4 | creator                                       | plain, before the commit |
/// | `lockGeneration` |    136 |     8 | creator                                       | plain, before the commit |
/// | `sleepers`       |    256 |  8184 | holder of the lock, recoverer of a dead slot  | compare-and-set          |
///
/// Bits of `word`:
///
/// | bits       | first | bits |
/// |------------|------:|-----:|
/// | `arrivals` |     0 |   31 |
/// | `waiters`  |    31 |    1 |
///
/// `arrivals` counts all waits that began. The bits of `orphans` stand in `OrphanWord`, those of
/// each of `sleepers` in `SleeperWord`; the steps W1 to W10 stand in `ConditionCore`.
public final class ConditionWord {
    /// Where `word` is.
    public static final long WORD = 0;
    /// Bits of `word`: counts the waits that began.
    public static final BitField ARRIVALS = new BitField("arrivals", 0, 31);
    /// Bits of `word`: a thread may sleep.
    public static final BitField WAITERS_BIT = new BitField("waiters", 31, 1);
    static final List<BitField> FIELDS = List.of(ARRIVALS, WAITERS_BIT);

    /// The mask of `waiters`.
    public static final int WAITERS = (int) WAITERS_BIT.set(0, 1);

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.INT.withName("word"),
            Words.INT.withName("highestSlot"),
            Words.LONG.withName("orphans"),
            Words.INT.withName("pendingAll"),
            MemoryLayout.paddingLayout(108),
            Words.INT.withName("lockRow"),
            MemoryLayout.paddingLayout(4),
            Words.LONG.withName("lockGeneration"),
            MemoryLayout.paddingLayout(112),
            MemoryLayout.sequenceLayout(ProcessSlot.COUNT, Words.LONG).withName("sleepers"),
            MemoryLayout.paddingLayout(8));

    private static final long ORPHANS_OFFSET = LAYOUT.byteOffset(PathElement.groupElement("orphans"));
    private static final long HIGHEST_SLOT = LAYOUT.byteOffset(PathElement.groupElement("highestSlot"));
    private static final long PENDING_ALL = LAYOUT.byteOffset(PathElement.groupElement("pendingAll"));
    private static final long LOCK_ROW = LAYOUT.byteOffset(PathElement.groupElement("lockRow"));
    private static final long LOCK_GENERATION = LAYOUT.byteOffset(PathElement.groupElement("lockGeneration"));
    private static final long SLEEPERS = LAYOUT.byteOffset(PathElement.groupElement("sleepers"));
    private static final VarHandle INT = Words.INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = Words.LONG.varHandle().withInvokeExactBehavior();

    private ConditionWord() {}

    /// Stores the lock of the condition; for the creator.
    public static void lock(MemorySegment condition, int row, long generation) {
        condition.set(Words.INT, LOCK_ROW, row);
        condition.set(Words.LONG, LOCK_GENERATION, generation);
    }

    /// The directory row of its lock.
    public static int lockRow(MemorySegment condition) {
        return condition.get(Words.INT, LOCK_ROW);
    }

    /// The generation of that row.
    public static long lockGeneration(MemorySegment condition) {
        return condition.get(Words.LONG, LOCK_GENERATION);
    }

    /// The word after one more wait began.
    public static int arrived(int word) {
        return (int) ARRIVALS.set(word, ARRIVALS.get(word) + 1) | WAITERS;
    }

    /// The highest slot whose process ever waited; for the holder of the lock.
    public static int highestSlot(MemorySegment condition) {
        return Math.clamp(condition.get(Words.INT, HIGHEST_SLOT), 0, ProcessSlot.COUNT);
    }

    /// Raises it; for the holder of the lock.
    public static void highestSlot(MemorySegment condition, int slot) {
        condition.set(Words.INT, HIGHEST_SLOT, slot);
    }

    /// Whether the arrival `earlier` was not after `later`; arrivals wrap around.
    public static boolean isNotAfter(long earlier, long later) {
        return ((int) (later - earlier) << 1) >= 0;
    }

    /// Whether a signal to all has begun (W9) and not ended (W10).
    public static boolean isAllPending(MemorySegment condition) {
        return (int) INT.getVolatile(condition, PENDING_ALL) != 0;
    }

    /// Begins to signal all; for the holder of the lock.
    public static void beginAll(MemorySegment condition) {
        INT.setVolatile(condition, PENDING_ALL, 1);
    }

    /// All have been signalled; for the holder of the lock.
    public static void endAll(MemorySegment condition) {
        INT.setVolatile(condition, PENDING_ALL, 0);
    }

    /// Where the word of a slot is.
    public static long offset(int slot) {
        return SLEEPERS + (slot - 1) * (long) Long.BYTES;
    }

    /// The word of a slot.
    public static long slotVolatile(MemorySegment condition, int slot) {
        return (long) LONG.getVolatile(condition, offset(slot));
    }

    /// Changes the word of a slot.
    public static boolean slotCas(MemorySegment condition, int slot, long expected, long value) {
        return LONG.compareAndSet(condition, offset(slot), expected, value);
    }

    /// The orphans.
    public static long orphansVolatile(MemorySegment condition) {
        return (long) LONG.getVolatile(condition, ORPHANS_OFFSET);
    }

    /// Changes the orphans.
    public static boolean orphansCas(MemorySegment condition, long expected, long value) {
        return LONG.compareAndSet(condition, ORPHANS_OFFSET, expected, value);
    }
}
