package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;

/// A semaphore: the word that its waiters sleep on, a lock for threads that take several permits,
/// and then the holders of the permits: up to 4,096 permits one cell of 8 bytes for each, above
/// that one count of 4 bytes for each process slot, of which the first counts the withdrawn
/// permits.
///
/// | field     | offset | bytes | written by                         | order                    |
/// |-----------|-------:|------:|------------------------------------|--------------------------|
/// | `news`    |      0 |     4 | waiters, threads that give back    | compare-and-set          |
/// | `lock`    |    128 |   256 | as `LockWord`                      | as `LockWord`            |
/// | `maximum` |    384 |     4 | creator                            | plain, before the commit |
///
/// A cell is 0 when its permit is free. Its bits:
///
/// | bits     | first | bits |
/// |----------|------:|-----:|
/// | `thread` |     0 |   18 |
/// | `slot`   |    18 |   10 |
/// | `stamp`  |    28 |   36 |
///
/// `stamp` is when the permit was taken, in units of 2^20 ns of the monotonic clock, and never 0.
/// Without thread and slot, the permit is withdrawn: nobody holds it, and it is free after a
/// release. `news` has the flags `waiters` (bit 31) and `many` (bit 30: a thread waits for more
/// than one), and below them a count of the permits that came back.
public final class SemaphoreWords {
    /// Permits that have cells; above, they are counted by slot.
    public static final int MOST_CELLS = 4096;
    /// Where `news` is.
    public static final long NEWS = 0;
    /// The mask of `waiters` in `news`.
    public static final int WAITERS = 1 << 31;
    /// The mask of `many` in `news`.
    public static final int MANY = 1 << 30;

    private static final BitField STAMP = new BitField("stamp", 28, 36);

    static final List<BitField> FIELDS = List.of(OwnerBits.THREAD, OwnerBits.SLOT, STAMP);

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.INT.withName("news"),
            MemoryLayout.paddingLayout(124),
            LockWord.LAYOUT.withName("lock"),
            Words.INT.withName("maximum"),
            MemoryLayout.paddingLayout(124));

    /// Where `lock` is.
    public static final long LOCK = LAYOUT.byteOffset(PathElement.groupElement("lock"));
    /// A permit that is withdrawn.
    public static final long WITHDRAWN = STAMP.set(0, 1);

    /// More than any age.
    public static final long OLDEST = 1L << 36;

    private static final long MAXIMUM = LAYOUT.byteOffset(PathElement.groupElement("maximum"));
    private static final VarHandle CELL = Words.LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle COUNT = Words.INT.varHandle().withInvokeExactBehavior();

    private SemaphoreWords() {}

    /// Bytes of a semaphore with that maximum.
    public static long byteSize(int maximum) {
        long permits = maximum <= MOST_CELLS ? maximum * 8L : (ProcessSlot.COUNT + 1) * 4L;
        return LAYOUT.byteSize() + permits;
    }

    /// The most permits there can be.
    public static int maximum(MemorySegment semaphore) {
        return semaphore.get(Words.INT, MAXIMUM);
    }

    /// Stores the most permits; for the creator.
    public static void maximum(MemorySegment semaphore, int maximum) {
        semaphore.set(Words.INT, MAXIMUM, maximum);
    }

    /// The cell of a permit that a thread took at a time of the monotonic clock.
    public static long cell(long owner, long nanos) {
        return STAMP.set(owner, Math.max(1, nanos >>> 20 & OLDEST - 1));
    }

    /// How long ago a cell was taken, in units of 2^20 ns; withdrawn ones longest of all.
    public static long age(long cell, long nanos) {
        boolean withdrawn = (cell & OwnerBits.MASK) == 0;
        return withdrawn ? OLDEST - 1 : (nanos >>> 20) - STAMP.get(cell) & OLDEST - 1;
    }

    /// How long ago the permit of a cell was taken, to about a millisecond.
    public static Duration heldFor(long cell, long nanos) {
        return Duration.ofNanos(age(cell, nanos) << 20);
    }

    private static long cellOffset(int index) {
        return LAYOUT.byteSize() + index * 8L;
    }

    /// A cell, in one order with all volatile accesses.
    public static long cellVolatile(MemorySegment semaphore, int index) {
        return (long) CELL.getVolatile(semaphore, cellOffset(index));
    }

    /// Changes a cell.
    public static boolean cellCas(MemorySegment semaphore, int index, long expected, long value) {
        return CELL.compareAndSet(semaphore, cellOffset(index), expected, value);
    }

    /// How many permits a slot has; slot 0: how many are withdrawn.
    public static int countVolatile(MemorySegment semaphore, int slot) {
        return (int) COUNT.getVolatile(semaphore, LAYOUT.byteSize() + slot * 4L);
    }

    /// Stores that count; for the holder of the lock.
    public static void countVolatile(MemorySegment semaphore, int slot, int count) {
        COUNT.setVolatile(semaphore, LAYOUT.byteSize() + slot * 4L, count);
    }
}
