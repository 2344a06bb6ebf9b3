package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Giving a finished file its name, without ever replacing another (`linkat(2)`, `renameat2(2)`).
public final class Links {
    private static final MethodHandle LINKAT = LibC.bind(
            "linkat", FunctionDescriptor.of(LibC.INT, LibC.INT, LibC.POINTER, LibC.INT, LibC.POINTER, LibC.INT));
    private static final MethodHandle RENAMEAT2 = LibC.bind(
            "renameat2", FunctionDescriptor.of(LibC.INT, LibC.INT, LibC.POINTER, LibC.INT, LibC.POINTER, LibC.INT));

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int RENAME_NOREPLACE = 1;

    private Links() {}

    /// Names a file made by `Descriptor.createUnnamed`; false if the name is taken.
    public static boolean name(Descriptor unnamed, Path path) {
        return succeeded(call(LINKAT, unnamed.throughProc(), path, AT_SYMLINK_FOLLOW), "linkat", path);
    }

    /// Gives a file another name; false if that is taken.
    public static boolean rename(Path from, Path to) {
        return succeeded(call(RENAMEAT2, from.toString(), to, RENAME_NOREPLACE), "renameat2", to);
    }

    private static boolean succeeded(long result, String call, Path path) {
        if (result == -Errno.EEXIST) {
            return false;
        }
        Errno.check(result, call, path);
        return true;
    }

    private static long call(MethodHandle function, String from, Path to, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = LibC.state(arena);
            MemorySegment old = arena.allocateFrom(from);
            MemorySegment name = arena.allocateFrom(to.toString());
            return LibC.resultOf((int) function.invokeExact(state, AT_FDCWD, old, AT_FDCWD, name, flags), state);
        } catch (Throwable error) {
            throw LibC.unexpected(error);
        }
    }
}
