package io.millrace.shm.internal.os;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// The system calls that Millrace makes. All go through one function, `syscall(2)`: by [JniCall] where
/// its library can be loaded, which takes less than a millisecond in a fresh JVM, else by
/// [ForeignCall]. Both give the same results.
enum SystemCall {
    CLOCK_GETTIME(228, 113),
    CLOSE(3, 57),
    FALLOCATE(285, 47),
    FCHMOD(91, 52),
    FCNTL(72, 25),
    FSTATFS(138, 44),
    FUTEX(202, 98),
    FUTEX_WAITV(449, 449),
    GETCPU(309, 168),
    GETEUID(107, 175),
    GETPID(39, 172),
    KILL(62, 129),
    LINKAT(265, 37),
    MADVISE(28, 233),
    MEMBARRIER(324, 283),
    MMAP(9, 222),
    MSYNC(26, 227),
    MUNMAP(11, 215),
    NEWFSTATAT(262, 79),
    OPENAT(257, 56),
    PREAD(17, 67),
    PWRITE(18, 68),
    RENAMEAT2(316, 276),
    SCHED_GETAFFINITY(204, 123),
    SCHED_SETAFFINITY(203, 122),
    UNLINKAT(263, 35);

    /// In the place of a descriptor: a path is relative to the current folder.
    static final long AT_FDCWD = -100;

    private static final int MAX_ARGUMENTS = 6;
    private static final boolean JNI = JniCall.isLinked();

    private final long number;

    /// @param x86 its number on x86-64
    /// @param arm its number on AArch64
    SystemCall(long x86, long arm) {
        number = Platform.X86 ? x86 : arm;
    }

    /// Makes the call; returns its result, or the negative `errno`. The caller keeps memory alive
    /// whose address is among `others`.
    long call(long first, long... others) {
        return JNI
                ? JniCall.call(
                        number, first, at(others, 0), at(others, 1), at(others, 2), at(others, 3), at(others, 4))
                : ForeignCall.call(
                        number, first, at(others, 0), at(others, 1), at(others, 2), at(others, 3), at(others, 4));
    }

    /// The same with the address of native memory as the first argument, for calls that neither read
    /// nor write that memory for this process: should another thread unmap it meanwhile, they fail
    /// or have no effect.
    ///
    /// @throws IllegalStateException the memory is closed
    /// @throws IllegalArgumentException it is an array of the heap
    long call(MemorySegment first, long... others) {
        if (!first.isNative()) {
            throw new IllegalArgumentException("no native memory: segment=" + first);
        }
        if (!first.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        try {
            return call(first.address(), others);
        } finally {
            Reference.reachabilityFence(first);
        }
    }

    /// As `call`, repeated while a signal interrupts it.
    long callThroughSignals(long first, long... others) {
        long result;
        do {
            result = call(first, others);
        } while (result == -Errno.EINTR);
        return result;
    }

    private static long at(long[] others, int index) {
        assert others.length < MAX_ARGUMENTS;
        return index < others.length ? others[index] : 0;
    }
}
