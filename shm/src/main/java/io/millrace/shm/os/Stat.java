package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// `statx(2)`, whose structure is the same on every processor, and `geteuid(2)`.
public final class Stat {
    private static final MethodHandle STATX = LibC.bind(
            "statx",
            FunctionDescriptor.of(LibC.INT, LibC.INT, LibC.POINTER, LibC.INT, LibC.INT, LibC.POINTER));
    private static final MethodHandle GETEUID = LibC.bind("geteuid", FunctionDescriptor.of(LibC.INT));

    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int BASIC = 0x7ff;

    private Stat() {}

    /// Of what the path names, a symbolic link itself included; null if there is nothing.
    public static @Nullable FileStatus ofPath(String path) {
        return status(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
    }

    /// Of an open file.
    public static FileStatus ofDescriptor(int descriptor) {
        FileStatus status = status(descriptor, "", AT_EMPTY_PATH);
        if (status == null) {
            throw Errno.exception(Errno.ENOENT, "statx", "descriptor " + descriptor);
        }
        return status;
    }

    private static @Nullable FileStatus status(int folder, String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256, 8);
            MemorySegment state = LibC.state(arena);
            long result = LibC.resultOf(
                    (int) STATX.invokeExact(state, folder, arena.allocateFrom(path), flags, BASIC, buffer), state);
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
        } catch (Throwable error) {
            throw LibC.unexpected(error);
        }
    }

    /// The user this process acts as.
    public static int effectiveUser() {
        try (Arena arena = Arena.ofConfined()) {
            return (int) GETEUID.invokeExact(LibC.state(arena));
        } catch (Throwable error) {
            throw LibC.unexpected(error);
        }
    }
}
