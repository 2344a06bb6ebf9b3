package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Sleeping on a 32-bit word of shared memory until somebody wakes it (`futex(2)`, between
/// processes).
public final class Futex {
    private static final MethodHandle SYSCALL = LibC.bindVariadic(
            "syscall",
            1,
            FunctionDescriptor.of(
                    LibC.LONG, LibC.LONG, LibC.POINTER, LibC.LONG, LibC.LONG, LibC.POINTER, LibC.POINTER, LibC.LONG));
    private static final long NUMBER = LibC.X86 ? 202 : 98;
    private static final long WAIT = 0;
    private static final long WAKE = 1;

    private Futex() {}

    /// Sleeps while `word` holds `expected`, at most `nanos`; may return early for no reason.
    public static void await(MemorySegment word, int expected, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(16, 8);
            limit.set(LibC.LONG, 0, nanos / 1_000_000_000);
            limit.set(LibC.LONG, 8, nanos % 1_000_000_000);
            call(arena, word, WAIT, expected, limit);
        }
    }

    /// Wakes up to `count` sleepers.
    public static void wake(MemorySegment word, int count) {
        try (Arena arena = Arena.ofConfined()) {
            call(arena, word, WAKE, count, MemorySegment.NULL);
        }
    }

    /// A failed wait (the word changed, a signal came, time is up) is a return: the caller looks at
    /// the word anyway.
    private static void call(Arena arena, MemorySegment word, long operation, long value, MemorySegment limit) {
        try {
            MemorySegment state = LibC.state(arena);
            long ignored =
                    (long) SYSCALL.invokeExact(state, NUMBER, word, operation, value, limit, MemorySegment.NULL, 0L);
        } catch (Throwable error) {
            throw LibC.unexpected(error);
        }
    }
}
