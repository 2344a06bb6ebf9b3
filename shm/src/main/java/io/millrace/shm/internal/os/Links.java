package io.millrace.shm.internal.os;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/// Gives a finished file its name, and never replaces another file (`linkat(2)`, `renameat2(2)`).
public final class Links {
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int RENAME_NOREPLACE = 1;

    private Links() {}

    /// Names a file that `Descriptor.createUnnamed` made; false if the name is taken.
    public static boolean name(Descriptor unnamed, Path path) {
        long result = call(SystemCall.LINKAT, Path.of(unnamed.throughProc()), path, AT_SYMLINK_FOLLOW);
        return succeeded(result, "linkat", path);
    }

    /// Renames a file; false if the new name is taken.
    ///
    /// If the kernel, the file system or a sandbox offers only a rename that may replace a file,
    /// the file gets a second name and then loses the first. For a moment it has both names; a
    /// process that attaches in that moment removes the first one.
    public static boolean rename(Path from, Path to) {
        long result = call(SystemCall.RENAMEAT2, from, to, RENAME_NOREPLACE);
        if (!Errno.isAbsent(result)) {
            return succeeded(result, "renameat2", to);
        }
        if (!succeeded(call(SystemCall.LINKAT, from, to, 0), "linkat", to)) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            long removed = SystemCall.UNLINKAT.call(
                    SystemCall.AT_FDCWD, PathBytes.of(arena, from).address(), 0);
            if (removed != -Errno.ENOENT) { // a process that attached has removed it
                Errno.check(removed, "unlinkat", from);
            }
        }
        return true;
    }

    private static boolean succeeded(long result, String call, Path path) {
        if (result == -Errno.EEXIST) {
            return false;
        }
        Errno.check(result, call, path);
        return true;
    }

    private static long call(SystemCall function, Path from, Path to, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long old = PathBytes.of(arena, from).address();
            long name = PathBytes.of(arena, to).address();
            return function.call(SystemCall.AT_FDCWD, old, SystemCall.AT_FDCWD, name, flags);
        }
    }
}
