package io.millrace.shm.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Lets a thread sleep on a 32-bit word of shared memory until another thread or process wakes it
/// (`futex(2)`).
public final class Futex {
    private static final long WAIT = 0;
    private static final long WAKE = 1;
    private static final long WAIT_BITSET = 9;
    private static final long WAKE_BITSET = 10;
    private static final long CLOCK_MONOTONIC = 1;
    private static final long SECOND = 1_000_000_000;
    private static final long BITS = 0xFFFF_FFFFL;

    private Futex() {}

    /// Sleeps while `word` holds `expected`, for at most `nanos`. It may return early: because the
    /// word changed, because of a signal, or for no reason. So the caller looks at the word in any
    /// case. Returns true if another thread woke this one.
    public static boolean await(MemorySegment word, int expected, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(16, 8);
            limit.set(JAVA_LONG, 0, nanos / SECOND);
            limit.set(JAVA_LONG, 8, nanos % SECOND);
            return SystemCall.FUTEX.call(word, WAIT, expected, limit.address()) == 0;
        }
    }

    /// The same for a thread that can be told from others: [#wake(MemorySegment, int, int)] wakes it
    /// where `bitset` and its own share a bit. Any other wake counts it as any sleeper.
    public static boolean await(MemorySegment word, int expected, long nanos, int bitset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment end = arena.allocate(16, 8); // on the clock, unlike WAIT's
            SystemCall.CLOCK_GETTIME.call(CLOCK_MONOTONIC, end.address());
            long fraction = end.get(JAVA_LONG, 8) + nanos;
            end.set(JAVA_LONG, 0, end.get(JAVA_LONG, 0) + fraction / SECOND);
            end.set(JAVA_LONG, 8, fraction % SECOND);
            return SystemCall.FUTEX.call(word, WAIT_BITSET, expected, end.address(), 0, bitset & BITS) == 0;
        }
    }

    /// Wakes up to `count` sleepers; returns how many it woke.
    public static int wake(MemorySegment word, int count) {
        return (int) SystemCall.FUTEX.call(word, WAKE, count);
    }

    /// Wakes up to `count` sleepers that share a bit with `bitset`, which is not 0; a sleeper without a
    /// bitset shares all. Returns how many it woke.
    public static int wake(MemorySegment word, int count, int bitset) {
        return (int) SystemCall.FUTEX.call(word, WAKE_BITSET, count, 0, 0, bitset & BITS);
    }
}
