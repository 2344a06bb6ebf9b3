package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sleeping on a 32-bit word of shared memory until somebody wakes it (`futex(2)`, between
/// processes).
public final class Futex {
    private static final long WAIT = 0;
    private static final long WAKE = 1;

    private Futex() {}

    /// Sleeps while `word` holds `expected`, at most `nanos`; may return early for no reason: the
    /// word changed, a signal came. The caller looks at the word anyway. True when somebody woke it.
    public static boolean await(MemorySegment word, int expected, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(16, 8);
            limit.set(LibC.LONG, 0, nanos / 1_000_000_000);
            limit.set(LibC.LONG, 8, nanos % 1_000_000_000);
            return SystemCall.FUTEX.call(word, WAIT, expected, limit.address()) == 0;
        }
    }

    /// Wakes up to `count` sleepers.
    public static void wake(MemorySegment word, int count) {
        SystemCall.FUTEX.call(word, WAKE, count);
    }
}
