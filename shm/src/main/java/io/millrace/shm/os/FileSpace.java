package io.millrace.shm.os;

import io.millrace.shm.OutOfSpaceException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Makes space real: what was allocated here never fails at first touch.
///
/// A tmpfs allocation is undone as a whole when any signal arrives, so it goes in slices that are
/// tried again.
public interface FileSpace {
    /// Bytes that may be allocated in the file's file system and in this process' memory limit.
    long available(Descriptor file);

    /// Allocates the first `byteSize` bytes of the file. `OutOfSpaceException` without having
    /// filled the file system if they are known not to fit.
    default void allocate(Descriptor file, long byteSize) {
        long available = available(file);
        if (byteSize > available) {
            throw full(byteSize, available);
        }
        for (long at = 0; at < byteSize; at += Native.SLICE) {
            int error = Native.allocate(file, at, Math.min(Native.SLICE, byteSize - at));
            if (error == Errno.ENOSPC || error == Errno.EDQUOT) {
                throw full(byteSize, at + available(file));
            }
            Errno.check(-error, "fallocate", byteSize + " bytes");
        }
    }

    private static OutOfSpaceException full(long needed, long available) {
        return new OutOfSpaceException(
                "the file system or memory limit has no room for the file: needed=" + needed + ", available="
                        + available + "; free some, enlarge it, or choose another folder",
                needed,
                available);
    }

    /// What the system has.
    static FileSpace ofSystem() {
        return file -> {
            FileSystemStatus status = FileSystemStatus.of(file);
            long limit = status.isMemory() ? MemoryLimit.available() : Long.MAX_VALUE;
            return Math.min(status.availableByteSize(), limit);
        };
    }

    /// `fallocate(2)`, and `posix_fallocate(3)` for file systems without it, which writes instead.
    final class Native {
        static final long SLICE = 64L << 20;

        private Native() {}

        /// Gives back the error number or 0.
        static int allocate(Descriptor file, long offset, long byteSize) {
            int error = (int) -SystemCall.FALLOCATE.callThroughSignals(file.number(), 0, offset, byteSize);
            return error == Errno.EOPNOTSUPP ? Writing.allocate(file, offset, byteSize) : error;
        }
    }

    /// Linked only where it is needed.
    final class Writing {
        private static final MethodHandle POSIX_FALLOCATE =
                LibC.bind("posix_fallocate", FunctionDescriptor.of(LibC.INT, LibC.INT, LibC.LONG, LibC.LONG));

        private Writing() {}

        /// Gives back the error number, which this function returns instead of setting it.
        static int allocate(Descriptor file, long offset, long byteSize) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = LibC.state(arena);
                int error;
                do {
                    error = (int) POSIX_FALLOCATE.invokeExact(state, file.number(), offset, byteSize);
                } while (error == Errno.EINTR);
                return error;
            } catch (Throwable failure) {
                throw LibC.unexpected(failure);
            }
        }
    }
}
