package io.millrace.shm.internal.os;

import io.millrace.shm.FileAccessException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Locks on bytes of a file that belong to an open file description (`fcntl(2)`, "Open file
/// description locks"). The kernel releases them when the last descriptor of the description is
/// closed, so at the latest when the process ends; no other process takes part in that. A
/// description does not conflict with itself: to test or to take a lock that it holds always
/// succeeds.
public final class OfdLock {
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final short F_RDLCK = 0;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;

    private OfdLock() {}

    /// Locks `count` bytes from `start` on exclusively, unless another description holds one of
    /// them.
    public static boolean tryExclusive(Descriptor file, long start, long count) {
        return trySet(file, F_WRLCK, start, count);
    }

    /// Locks the byte, shared with others.
    public static boolean tryShared(Descriptor file, long start) {
        return trySet(file, F_RDLCK, start, 1);
    }

    /// Releases the locks of this description on the bytes.
    public static void release(Descriptor file, long start, long count) {
        trySet(file, F_UNLCK, start, count);
    }

    /// Whether another description holds a lock on the byte.
    public static boolean isHeldByAnother(Descriptor file, long start) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment lock = lock(arena, F_WRLCK, start, 1);
            check(call(file, F_OFD_GETLK, lock), "fcntl F_OFD_GETLK", start);
            return lock.get(ValueLayout.JAVA_SHORT, 0) != F_UNLCK;
        }
    }

    private static boolean trySet(Descriptor file, short type, long start, long count) {
        try (Arena arena = Arena.ofConfined()) {
            long result = call(file, F_OFD_SETLK, lock(arena, type, start, count));
            if (result == -Errno.EAGAIN || result == -Errno.EACCES) {
                return false;
            }
            check(result, "fcntl F_OFD_SETLK", start);
            return true;
        }
    }

    private static void check(long result, String call, long start) {
        if (Errno.isAbsent(result)) {
            throw new FileAccessException("this system has no locks on bytes of files: call=" + call + ", byte=" + start
                    + ", error=" + Errno.meaning((int) -result)
                    + "; they need Linux 3.15 or later, a file system with locks, and a sandbox that allows fcntl");
        }
        Errno.check(result, call, "byte " + start);
    }

    /// `struct flock`, the same on all 64-bit Linux machines.
    private static MemorySegment lock(Arena arena, short type, long start, long count) {
        MemorySegment lock = arena.allocate(32, 8);
        lock.set(ValueLayout.JAVA_SHORT, 0, type);
        lock.set(ValueLayout.JAVA_LONG, 8, start);
        lock.set(ValueLayout.JAVA_LONG, 16, count);
        return lock;
    }

    private static long call(Descriptor file, int command, MemorySegment lock) {
        return SystemCall.FCNTL.callThroughSignals(file.number(), command, lock.address());
    }
}
