package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The system calls that Millrace makes, all through one linked function, `syscall(2)`: linking a
/// function takes a fresh JVM longer than calling it a thousand times.
enum SystemCall {
    CLOSE(3, 57),
    FALLOCATE(285, 47),
    FCNTL(72, 25),
    FSTATFS(138, 44),
    FUTEX(202, 98),
    GETEUID(107, 175),
    KILL(62, 129),
    LINKAT(265, 37),
    MADVISE(28, 233),
    OPENAT(257, 56),
    RENAMEAT2(316, 276),
    STATX(332, 291);

    /// For a path: relative to the current folder.
    static final long AT_FDCWD = -100;

    private static final int MOST_ARGUMENTS = 6;
    private static final MethodHandle SYSCALL = LibC.bindVariadic(
            "syscall",
            1,
            FunctionDescriptor.of(
                    LibC.LONG, LibC.LONG, LibC.POINTER, LibC.LONG, LibC.LONG, LibC.LONG, LibC.LONG, LibC.LONG));

    private final long number;

    /// @param x86 its number on x86-64
    /// @param arm its number on AArch64
    SystemCall(long x86, long arm) {
        number = LibC.X86 ? x86 : arm;
    }

    /// Makes the call; gives back its result or the negative `errno`. Pointers among `others` are
    /// addresses of memory that the caller keeps alive.
    long call(long first, long... others) {
        return call(MemorySegment.ofAddress(first), others);
    }

    /// The same with a pointer as the first argument, whose memory stays mapped meanwhile.
    long call(MemorySegment first, long... others) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = LibC.state(arena);
            long result = (long) SYSCALL.invokeExact(
                    state, number, first, at(others, 0), at(others, 1), at(others, 2), at(others, 3), at(others, 4));
            return LibC.resultOf(result, state);
        } catch (Throwable error) {
            throw LibC.unexpected(error);
        }
    }

    /// As `call`, once more after each signal that interrupted it.
    long callThroughSignals(long first, long... others) {
        long result;
        do {
            result = call(first, others);
        } while (result == -Errno.EINTR);
        return result;
    }

    private static long at(long[] others, int index) {
        assert others.length < MOST_ARGUMENTS;
        return index < others.length ? others[index] : 0;
    }
}
