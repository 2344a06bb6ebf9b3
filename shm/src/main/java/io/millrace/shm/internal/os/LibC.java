package io.millrace.shm.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Binds functions of the C library. When a bound call fails, its `errno` is stored in the segment
/// that is the first argument of the call.
@SuppressWarnings("restricted")
final class LibC {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO = Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"))
            .withInvokeExactBehavior();

    private LibC() {}

    /// Binds a function and captures its `errno`.
    static MethodHandle bind(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(address(name), type, CAPTURE);
    }

    /// Binds a variadic function, whose variadic arguments begin at `firstVariadic`.
    static MethodHandle bindVariadic(String name, int firstVariadic, FunctionDescriptor type) {
        return LINKER.downcallHandle(address(name), type, Linker.Option.firstVariadicArg(firstVariadic), CAPTURE);
    }

    private static MemorySegment address(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    /// Memory for the `errno` of a call.
    static MemorySegment state(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    /// The result, or the negative `errno` if the result is -1.
    static long resultOf(long result, MemorySegment state) {
        return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    }

    /// The error for an exception of a downcall: it throws only if the handle is called with wrong
    /// types.
    static AssertionError unexpected(Throwable error) {
        if (error instanceof Error serious) {
            throw serious;
        }
        if (error instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return new AssertionError("a call into the C library threw", error);
    }
}
