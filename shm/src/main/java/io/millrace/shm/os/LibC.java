package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Binds functions of the C library. A bound call that fails sets `errno`, which is captured into
/// the segment given as its first argument.
@SuppressWarnings("restricted")
final class LibC {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final ValueLayout POINTER = ValueLayout.ADDRESS;
    /// Whether this machine numbers its open flags and system calls as x86-64 does; else as AArch64
    /// does.
    static final boolean X86 = System.getProperty("os.arch").equals("amd64");

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO = Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"))
            .withInvokeExactBehavior();

    private LibC() {}

    /// A function whose `errno` matters.
    static MethodHandle bind(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(address(name), type, CAPTURE);
    }

    /// A variadic function: arguments from `firstVariadic` on are passed as such.
    static MethodHandle bindVariadic(String name, int firstVariadic, FunctionDescriptor type) {
        return LINKER.downcallHandle(address(name), type, Linker.Option.firstVariadicArg(firstVariadic), CAPTURE);
    }

    private static MemorySegment address(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    /// Where a call leaves its `errno`.
    static MemorySegment state(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    /// A result as it is, or the negative `errno` for a result of -1.
    static long resultOf(long result, MemorySegment state) {
        return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    }

    /// What a downcall can only throw when a handle is called with wrong types.
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
