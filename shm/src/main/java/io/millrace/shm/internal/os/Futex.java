package io.millrace.shm.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;

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

    /// The most words of [#awaitAny].
    public static final int MOST_WORDS = 128;

    // struct futex_waitv: the expected value, 8 bytes; the address, 8; flags, 4; zero, 4
    private static final long WAITER_BYTES = 24;
    private static final long WAITER_ADDRESS = 8;
    private static final long WAITER_FLAGS = 16;
    private static final int SIZE_U32 = 2;

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
            MemorySegment end = endAfter(nanos, arena);
            return SystemCall.FUTEX.call(word, WAIT_BITSET, expected, end.address(), 0, bitset & BITS) == 0;
        }
    }

    /// A time on the clock, which all calls but WAIT want.
    private static MemorySegment endAfter(long nanos, Arena arena) {
        MemorySegment end = arena.allocate(16, 8);
        SystemCall.CLOCK_GETTIME.call(CLOCK_MONOTONIC, end.address());
        long fraction = end.get(JAVA_LONG, 8) + nanos;
        end.set(JAVA_LONG, 0, end.get(JAVA_LONG, 0) + fraction / SECOND);
        end.set(JAVA_LONG, 8, fraction % SECOND);
        return end;
    }

    /// Sleeps while each of the words holds the value expected of it, for at most `nanos` (`futex_waitv(2)`). It may
    /// return early, as `await` does. Returns false when the time was over.
    ///
    /// @param words 1 to [#MOST_WORDS]
    public static boolean awaitAny(List<MemorySegment> words, int[] expected, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waiters = arena.allocate(WAITER_BYTES * words.size(), Long.BYTES);
            for (int word = 0; word < expected.length; word++) {
                long waiter = word * WAITER_BYTES;
                waiters.set(JAVA_LONG, waiter, expected[word] & BITS);
                waiters.set(JAVA_LONG, waiter + WAITER_ADDRESS, addressOf(words.get(word)));
                waiters.set(JAVA_INT, waiter + WAITER_FLAGS, SIZE_U32);
            }
            long end = endAfter(nanos, arena).address();
            long result = SystemCall.FUTEX_WAITV.call(waiters, words.size(), 0, end, CLOCK_MONOTONIC);
            Reference.reachabilityFence(words);
            return result != -Errno.ETIMEDOUT;
        }
    }

    private static long addressOf(MemorySegment word) {
        if (!word.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        return word.address();
    }

    /// Whether the kernel has [#awaitAny], and no filter of system calls forbids it.
    public static boolean canAwaitAny() {
        return Vector.IS_THERE;
    }

    /// Asked once: a call without words is refused as such only where there is the call.
    private static final class Vector {
        static final boolean IS_THERE = SystemCall.FUTEX_WAITV.call(0, 0, 0, 0, CLOCK_MONOTONIC) == -Errno.EINVAL;
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
