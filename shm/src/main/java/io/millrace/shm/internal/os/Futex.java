package io.millrace.shm.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Lets a thread sleep on a 32-bit word of shared memory until another thread or process wakes it
/// (`futex(2)`).
public final class Futex {
    private static final long WAIT = 0;
    private static final long WAKE = 1;

    private Futex() {}

    /// Sleeps while `word` holds `expected`, for at most `nanos`. It may return early: because the
    /// word changed, because of a signal, or for no reason. So the caller looks at the word in any
    /// case. Returns true if another thread woke this one.
    public static boolean await(MemorySegment word, int expected, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(16, 8);
            limit.set(JAVA_LONG, 0, nanos / 1_000_000_000);
            limit.set(JAVA_LONG, 8, nanos % 1_000_000_000);
            return SystemCall.FUTEX.call(word, WAIT, expected, limit.address()) == 0;
        }
    }

    /// Wakes up to `count` sleepers; returns how many it woke.
    public static int wake(MemorySegment word, int count) {
        return (int) SystemCall.FUTEX.call(word, WAKE, count);
    }
}
