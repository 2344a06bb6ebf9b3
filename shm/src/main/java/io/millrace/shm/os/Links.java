package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/// Giving a finished file its name, without ever replacing another (`linkat(2)`, `renameat2(2)`).
public final class Links {
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int RENAME_NOREPLACE = 1;

    private Links() {}

    /// Names a file made by `Descriptor.createUnnamed`; false if the name is taken.
    public static boolean name(Descriptor unnamed, Path path) {
        return succeeded(call(SystemCall.LINKAT, unnamed.throughProc(), path, AT_SYMLINK_FOLLOW), "linkat", path);
    }

    /// Gives a file another name; false if that is taken.
    public static boolean rename(Path from, Path to) {
        return succeeded(call(SystemCall.RENAMEAT2, from.toString(), to, RENAME_NOREPLACE), "renameat2", to);
    }

    private static boolean succeeded(long result, String call, Path path) {
        if (result == -Errno.EEXIST) {
            return false;
        }
        Errno.check(result, call, path);
        return true;
    }

    private static long call(SystemCall function, String from, Path to, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long old = arena.allocateFrom(from).address();
            long name = arena.allocateFrom(to.toString()).address();
            return function.call(SystemCall.AT_FDCWD, old, SystemCall.AT_FDCWD, name, flags);
        }
    }
}
