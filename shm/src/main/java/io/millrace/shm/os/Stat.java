package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// `statx(2)`, whose structure is the same on every processor, and `geteuid(2)`.
public final class Stat {
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int BASIC = 0x7ff;

    private Stat() {}

    /// Of what the path names, a symbolic link itself included; null if there is nothing.
    public static @Nullable FileStatus ofPath(String path) {
        return status(SystemCall.AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
    }

    /// Of an open file.
    public static FileStatus ofDescriptor(int descriptor) {
        FileStatus status = status(descriptor, "", AT_EMPTY_PATH);
        if (status == null) {
            throw Errno.exception(Errno.ENOENT, "statx", "descriptor " + descriptor);
        }
        return status;
    }

    private static @Nullable FileStatus status(long folder, String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256, 8);
            long result = SystemCall.STATX.call(
                    folder, arena.allocateFrom(path).address(), flags, BASIC, buffer.address());
            if (result == -Errno.ENOENT || result == -Errno.ENOTDIR) {
                return null;
            }
            Errno.check(result, "statx", path.isEmpty() ? "descriptor " + folder : path);
            return new FileStatus(
                    (long) buffer.get(LibC.INT, 136) << 32 | Integer.toUnsignedLong(buffer.get(LibC.INT, 140)),
                    buffer.get(LibC.LONG, 32),
                    Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, 28)),
                    buffer.get(LibC.INT, 20),
                    buffer.get(LibC.INT, 16),
                    buffer.get(LibC.LONG, 40));
        }
    }

    /// The user this process acts as.
    public static int effectiveUser() {
        return (int) SystemCall.GETEUID.call(0);
    }
}
