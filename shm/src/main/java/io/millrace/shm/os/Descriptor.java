package io.millrace.shm.os;

import io.millrace.shm.FileAccessException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An open file description of this process: what carries locks. Closed on `exec`, never by another
/// descriptor of the same file being closed.
public final class Descriptor implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_NOFOLLOW = LibC.X86 ? 0400000 : 0100000;
    private static final int O_DIRECTORY = LibC.X86 ? 0200000 : 040000;
    private static final int O_TMPFILE = 020000000 | O_DIRECTORY;
    private static final int OWNER_ONLY = 0600;

    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Descriptor(int number) {
        this.number = number;
    }

    /// What a file is opened for.
    public enum Access {
        /// Reading only.
        READ,
        /// Reading and writing.
        READ_WRITE
    }

    /// An existing file; null if there is none. Does not follow a symbolic link at the end of the
    /// path and does not wait at a pipe.
    public static @Nullable Descriptor openIfPresent(Path path, Access access) {
        int flags = (access == Access.READ ? 0 : O_RDWR) | O_NOFOLLOW | O_NONBLOCK;
        long result = open(path.toString(), flags);
        return result == -Errno.ENOENT ? null : new Descriptor((int) Errno.check(result, "open", path));
    }

    /// As `openIfPresent`, with an exception if there is no file.
    public static Descriptor open(Path path, Access access) {
        Descriptor descriptor = openIfPresent(path, access);
        if (descriptor == null) {
            throw Errno.exception(Errno.ENOENT, "open", path);
        }
        return descriptor;
    }

    /// A new file without a name, in that folder's file system; null where that is not supported.
    public static @Nullable Descriptor createUnnamed(Path folder) {
        long result = open(folder.toString(), O_TMPFILE | O_RDWR);
        if (result == -Errno.EOPNOTSUPP || result == -Errno.EISDIR || result == -Errno.EINVAL) {
            return null;
        }
        return new Descriptor((int) Errno.check(result, "open O_TMPFILE", folder));
    }

    /// A new file of that name, which nothing may have yet.
    public static Descriptor createNew(Path path) {
        return new Descriptor((int) Errno.check(open(path.toString(), O_CREAT | O_EXCL | O_RDWR), "open", path));
    }

    /// Another description of the same file, even if the file has no name any more.
    public Descriptor reopen() {
        return new Descriptor((int) Errno.check(open(throughProc(), O_RDWR), "open", throughProc()));
    }

    private static long open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path).address();
            return SystemCall.OPENAT.callThroughSignals(
                    SystemCall.AT_FDCWD, name, flags | O_CLOEXEC, OWNER_ONLY);
        }
    }

    /// A path that leads to this open file for as long as it is open.
    String throughProc() {
        return "/proc/self/fd/" + number();
    }

    /// A channel of the same file, with a description of its own.
    public FileChannel channel(Access access) {
        Set<StandardOpenOption> options = access == Access.READ
                ? Set.of(StandardOpenOption.READ)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return FileChannel.open(Path.of(throughProc()), options);
        } catch (IOException error) {
            throw new FileAccessException(
                    "an open file could not be opened again: path=" + throughProc() + "; is /proc mounted?", error);
        }
    }

    /// What the system says of the file.
    public FileStatus status() {
        return Stat.ofDescriptor(number());
    }

    /// The number by which system calls know it; `IllegalStateException` once closed, because the
    /// number may by then be another file's.
    int number() {
        if (closed.get()) {
            throw new IllegalStateException("memory closed");
        }
        return number;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            long result = SystemCall.CLOSE.call(number);
            assert result == 0 : "close failed: descriptor=" + number;
        }
    }
}
