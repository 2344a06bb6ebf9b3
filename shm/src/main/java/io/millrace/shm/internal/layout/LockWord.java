package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/// A lock: its word, alone on 128 bytes, and facts of its last dead owner. 256 bytes.
///
/// | field          | offset | bytes | written by                   | order                    |
/// |----------------|-------:|------:|------------------------------|--------------------------|
/// | `word`         |      0 |     8 | see below                    | compare-and-set          |
/// | `onOwnerDeath` |    128 |     4 | creator                      | plain, before the commit |
/// | `deadThread`   |    132 |     4 | recoverer                    | plain, before `word`     |
/// | `deadPid`      |    136 |     8 | recoverer                    | plain, before `word`     |
/// | `diedAt`       |    144 |     8 | recoverer                    | plain, before `word`     |
/// | `deadName`     |    152 |    56 | recoverer                    | plain, before `word`     |
///
/// Bits of `word`; the low half is the futex word:
///
/// | bits        | first | bits |
/// |-------------|------:|-----:|
/// | `thread`    |     0 |   18 |
/// | `slot`      |    18 |   10 |
/// | `starving`  |    28 |    1 |
/// | `entering`  |    29 |    1 |
/// | `ownerDied` |    30 |    1 |
/// | `waiters`   |    31 |    1 |
/// | `sequence`  |    32 |   32 |
///
/// `sequence` counts the acquisitions, so that no value of the word repeats within 2^32 of them.
/// The states, and the steps L1 to L6, stand in `LockCore`.
public final class LockWord {
    /// Bits of `word`: a thread waited long; threads that come later let it go first.
    public static final BitField STARVING_BIT = new BitField("starving", 28, 1);
    /// Bits of `word`: the owner waits for readers and is not inside yet.
    public static final BitField ENTERING_BIT = new BitField("entering", 29, 1);
    /// Bits of `word`: the last owner died inside.
    public static final BitField OWNER_DIED_BIT = new BitField("ownerDied", 30, 1);
    /// Bits of `word`: a thread may sleep on it.
    public static final BitField WAITERS_BIT = new BitField("waiters", 31, 1);
    /// Bits of `word`: counts acquisitions.
    public static final BitField SEQUENCE = new BitField("sequence", 32, 32);

    static final List<BitField> FIELDS = List.of(
            OwnerBits.THREAD, OwnerBits.SLOT, STARVING_BIT, ENTERING_BIT, OWNER_DIED_BIT, WAITERS_BIT, SEQUENCE);

    /// The mask of `starving`.
    public static final long STARVING = STARVING_BIT.set(0, 1);
    /// The mask of `entering`.
    public static final long ENTERING = ENTERING_BIT.set(0, 1);
    /// The mask of `ownerDied`.
    public static final long OWNER_DIED = OWNER_DIED_BIT.set(0, 1);
    /// The mask of `waiters`.
    public static final long WAITERS = WAITERS_BIT.set(0, 1);
    /// What one acquisition adds; the sequence wraps around.
    public static final long ONE_ACQUISITION = SEQUENCE.set(0, 1);

    /// `onOwnerDeath`: the next owner gets an exception.
    public static final int FAIL = 0;
    /// `onOwnerDeath`: the next owner continues.
    public static final int CONTINUE = 1;

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.LONG.withName("word"),
            MemoryLayout.paddingLayout(120),
            Words.INT.withName("onOwnerDeath"),
            Words.INT.withName("deadThread"),
            Words.LONG.withName("deadPid"),
            Words.LONG.withName("diedAt"),
            Words.bytes(56, "deadName"),
            MemoryLayout.paddingLayout(48));

    private static final VarHandle WORD = Words.LONG.varHandle().withInvokeExactBehavior();

    private LockWord() {}

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    /// The word.
    public static long acquire(MemorySegment lock) {
        return (long) WORD.getAcquire(lock, 0L);
    }

    /// The word, in one order with all volatile accesses.
    public static long getVolatile(MemorySegment lock) {
        return (long) WORD.getVolatile(lock, 0L);
    }

    /// Changes the word.
    public static boolean cas(MemorySegment lock, long expected, long value) {
        return WORD.compareAndSet(lock, 0L, expected, value);
    }

    /// What happens after the death of an owner: `FAIL` or `CONTINUE`.
    public static int onOwnerDeath(MemorySegment lock) {
        return lock.get(Words.INT, offset("onOwnerDeath"));
    }

    /// Stores that; for the creator.
    public static void onOwnerDeath(MemorySegment lock, int value) {
        lock.set(Words.INT, offset("onOwnerDeath"), value);
    }

    /// Facts of an owner that died.
    ///
    /// @param diedAt when the death was noticed, in milliseconds of the epoch
    public record OwnerDeath(int thread, long pid, long diedAt, String name) {}

    /// Writes the dead owner, before the word gets `ownerDied`.
    public static void ownerDeath(MemorySegment lock, OwnerDeath dead) {
        lock.set(Words.INT, offset("deadThread"), dead.thread());
        lock.set(Words.LONG, offset("deadPid"), dead.pid());
        lock.set(Words.LONG, offset("diedAt"), dead.diedAt());
        Text.write(lock.asSlice(offset("deadName"), 56), dead.name());
    }

    /// The last dead owner that was written.
    public static OwnerDeath ownerDeath(MemorySegment lock) {
        return new OwnerDeath(
                lock.get(Words.INT, offset("deadThread")),
                lock.get(Words.LONG, offset("deadPid")),
                lock.get(Words.LONG, offset("diedAt")),
                Text.read(lock.asSlice(offset("deadName"), 56)));
    }
}
