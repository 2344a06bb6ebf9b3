package io.millrace.shm.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `syscall(2)` through the foreign function interface. In a fresh JVM it takes longer to link a
/// function than to call it a thousand times.
final class ForeignCall {
    private static final MethodHandle SYSCALL = LibC.bindVariadic(
            "syscall",
            1,
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private ForeignCall() {}

    /// Makes the call; returns its result, or the negative `errno`.
    static long call(long number, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = LibC.state(arena);
            long result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
            return LibC.resultOf(result, state);
        } catch (Throwable error) {
            throw LibC.unexpected(error);
        }
    }
}
