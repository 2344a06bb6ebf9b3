package io.millrace.shm.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;

/// A condition of a lock: its word, alone on 128 bytes, and whose it is. 256 bytes.
///
/// | field            | offset | bytes | written by           | order                    |
/// |------------------|-------:|------:|----------------------|--------------------------|
/// | `word`           |      0 |     4 | holder of the lock   | compare-and-set          |
/// | `lockRow`        |    128 |     4 | creator              | plain, before the commit |
/// | `lockGeneration` |    136 |     8 | creator              | plain, before the commit |
///
/// Bits of `word`:
///
/// | bits      | first | bits |
/// |-----------|------:|-----:|
/// | `signals` |     0 |   31 |
/// | `waiters` |    31 |    1 |
public final class ConditionWord {
    /// Where `word` is.
    public static final long WORD = 0;
    /// Bits of `word`: counts signals.
    public static final BitField SIGNALS = new BitField("signals", 0, 31);
    /// Bits of `word`: somebody may sleep on it.
    public static final BitField WAITERS_BIT = new BitField("waiters", 31, 1);

    static final List<BitField> FIELDS = List.of(SIGNALS, WAITERS_BIT);

    /// The mask of `waiters`.
    public static final int WAITERS = (int) WAITERS_BIT.set(0, 1);

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.INT.withName("word"),
            MemoryLayout.paddingLayout(124),
            Words.INT.withName("lockRow"),
            MemoryLayout.paddingLayout(4),
            Words.LONG.withName("lockGeneration"),
            MemoryLayout.paddingLayout(112));

    private static final long LOCK_ROW = LAYOUT.byteOffset(PathElement.groupElement("lockRow"));
    private static final long LOCK_GENERATION = LAYOUT.byteOffset(PathElement.groupElement("lockGeneration"));

    private ConditionWord() {}

    /// Says whose condition it is; for the creator.
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

    /// The word after one more signal.
    public static int signalled(int word) {
        return (int) SIGNALS.set(word, SIGNALS.get(word) + 1);
    }
}
