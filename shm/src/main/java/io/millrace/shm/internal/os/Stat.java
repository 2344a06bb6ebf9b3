package io.millrace.shm.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `newfstatat(2)` and `geteuid(2)`.
///
/// | field     | x86-64 offset | AArch64 offset | bytes | holds                                    |
/// |-----------|--------------:|---------------:|------:|------------------------------------------|
/// | `st_dev`  |             0 |              0 |     8 | the file system                          |
/// | `st_ino`  |             8 |              8 |     8 | the file in it                           |
/// | `st_nlink`|            16 |             20 | 8 / 4 | how many names it has                    |
/// | `st_mode` |            24 |             16 |     4 | type and permissions                     |
/// | `st_uid`  |            28 |             24 |     4 | its owner                                |
/// | `st_size` |            48 |             48 |     8 | its length                               |
///
/// It does not use `statx(2)`, whose structure is the same on all processors, because sandboxes of
/// some years ago refuse it.
public final class Stat {
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int LINKS = Platform.X86 ? 16 : 20;
    private static final int MODE = Platform.X86 ? 24 : 16;
    private static final int OWNER = Platform.X86 ? 28 : 24;
    private static final int BYTE_SIZE = 48;

    private Stat() {}

    /// The status of what the path names, of a symbolic link itself and not of its target; null if
    /// there is nothing.
    public static @Nullable FileStatus ofPath(Path path) {
        return status(SystemCall.AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
    }

    /// Whether the path leads to an existing file.
    static boolean isThere(String path) {
        return status(SystemCall.AT_FDCWD, Path.of(path), 0) != null;
    }

    /// The status of an open file.
    public static FileStatus ofDescriptor(int descriptor) {
        FileStatus status = status(descriptor, Path.of(""), AT_EMPTY_PATH);
        if (status == null) {
            throw Errno.exception(Errno.ENOENT, "newfstatat", "descriptor " + descriptor);
        }
        return status;
    }

    private static @Nullable FileStatus status(long folder, Path path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256, 8);
            long result = SystemCall.NEWFSTATAT.call(
                    folder, PathBytes.of(arena, path).address(), buffer.address(), flags);
            if (result == -Errno.ENOENT || result == -Errno.ENOTDIR) {
                return null;
            }
            Errno.check(result, "newfstatat", flags == AT_EMPTY_PATH ? "descriptor " + folder : path);
            return new FileStatus(
                    buffer.get(JAVA_LONG, 0),
                    buffer.get(JAVA_LONG, 8),
                    buffer.get(JAVA_INT, MODE),
                    buffer.get(JAVA_INT, OWNER),
                    buffer.get(JAVA_INT, LINKS), // the low half of eight bytes, little endian
                    buffer.get(JAVA_LONG, BYTE_SIZE));
        }
    }

    /// The user this process acts as.
    public static int effectiveUser() {
        return (int) SystemCall.GETEUID.call(0);
    }
}
