package io.millrace.shm.internal.os;

import io.millrace.shm.OutOfSpaceException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/// Allocates space, so that no write to a page of the file can fail later.
///
/// On a tmpfs, any signal undoes an allocation as a whole. So the file is allocated in slices, and
/// a slice that was interrupted is tried again.
public interface FileSpace {
    /// Bytes that the file system of the file and the memory limit of this process still allow.
    long available(Descriptor file);

    /// Allocates the first `byteSize` bytes of the file. If they are known not to fit, it throws
    /// `OutOfSpaceException` before it has filled the file system.
    ///
    /// @param path names the file in messages
    default void allocate(Descriptor file, Path path, long byteSize) {
        long available = available(file);
        if (byteSize > available) {
            throw full(path, byteSize, available);
        }
        for (long at = 0; at < byteSize; at += Native.SLICE_BYTES) {
            int error = Native.allocate(file, at, Math.min(Native.SLICE_BYTES, byteSize - at));
            if (error == Errno.ENOSPC || error == Errno.EDQUOT) {
                throw full(path, byteSize, at + available(file));
            }
            Errno.check(-error, "fallocate", byteSize + " bytes");
        }
    }

    private static OutOfSpaceException full(Path path, long needed, long available) {
        return new OutOfSpaceException(
                ("the file system or the memory has no room for the file: path=%s, needed=%,d bytes, available=%,d;"
                                + " free some there (millrace sweep removes files of dead programs), make the file"
                                + " smaller, or choose another folder (by the path, or -Dmillrace.folder=PATH)")
                        .formatted(path, needed, available),
                needed,
                available);
    }

    /// The space of the system. Files of a memory file system end where the memory ends, even if
    /// the file system reports no limit.
    static FileSpace ofSystem() {
        return new OfSystem();
    }

    /// By `fstatfs(2)` and, for files in memory, what [MemoryLimit] says.
    final class OfSystem implements FileSpace {
        private OfSystem() {}

        @Override
        public long available(Descriptor file) {
            FileSystemStatus status = FileSystemStatus.of(file);
            long limit = status.isMemory()
                    ? Math.min(MemoryLimit.available(), MemoryLimit.machineWithSwap())
                    : Long.MAX_VALUE;
            return Math.min(status.availableByteSize(), limit);
        }
    }

    /// `fallocate(2)`. If the file system or the kernel does not support it, or a sandbox forbids
    /// it, this class writes zeros, which allocates the same space.
    final class Native {
        static final long SLICE_BYTES = 64L << 20;
        private static final long ZERO_BYTES = 1L << 20;

        private Native() {}

        /// Allocates a range that holds nothing yet; returns the error number, or 0.
        static int allocate(Descriptor file, long offset, long byteSize) {
            long result = SystemCall.FALLOCATE.callThroughSignals(file.number(), 0, offset, byteSize);
            return Errno.isAbsent(result) ? write(file, offset, byteSize) : (int) -result;
        }

        private static int write(Descriptor file, long offset, long byteSize) {
            try (Arena arena = Arena.ofConfined()) {
                long zeros = arena.allocate(ZERO_BYTES).address();
                long done = 0;
                while (done < byteSize) {
                    long count = SystemCall.PWRITE.callThroughSignals(
                            file.number(), zeros, Math.min(ZERO_BYTES, byteSize - done), offset + done);
                    if (count <= 0) {
                        return count == 0 ? Errno.ENOSPC : (int) -count;
                    }
                    done += count;
                }
                return 0;
            }
        }
    }
}
