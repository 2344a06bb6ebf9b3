package io.millrace.shm.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A descriptor of this process for one open file description, which owns the OFD locks. It is
/// closed on `exec`. Closing another descriptor of the same file does not release its locks.
public final class Descriptor implements AutoCloseable {
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_NOFOLLOW = Platform.X86 ? 0400000 : 0100000;
    private static final int O_DIRECTORY = Platform.X86 ? 0200000 : 040000;
    private static final int O_TMPFILE = 020000000 | O_DIRECTORY;
    private static final int OWNER_ONLY = 0600;

    /// Errors of the folder: a file with a name fails with them too.
    private static final Set<Integer> OF_THE_FOLDER = Set.of(
            Errno.ENOENT,
            Errno.EACCES,
            Errno.ENOTDIR,
            Errno.ENFILE,
            Errno.EMFILE,
            Errno.ENOSPC,
            Errno.EROFS,
            Errno.ENAMETOOLONG,
            Errno.ELOOP,
            Errno.EDQUOT);

    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    Descriptor(int number) {
        this.number = number;
    }

    /// How a file is opened.
    public enum Access {
        /// Reading only.
        READ,
        /// Reading and writing.
        READ_WRITE
    }

    /// Opens an existing file; null if there is none. It does not follow a symbolic link at the end
    /// of the path, and does not wait for the other end of a named pipe.
    public static @Nullable Descriptor openIfPresent(Path path, Access access) {
        int flags = (access == Access.READ ? 0 : O_RDWR) | O_NOFOLLOW | O_NONBLOCK;
        long result = open(path, flags, OWNER_ONLY);
        return result == -Errno.ENOENT ? null : new Descriptor((int) Errno.check(result, "open", path));
    }

    /// As `openIfPresent`, but throws if there is no file.
    public static Descriptor open(Path path, Access access) {
        Descriptor descriptor = openIfPresent(path, access);
        if (descriptor == null) {
            throw Errno.exception(Errno.ENOENT, "open", path);
        }
        return descriptor;
    }

    /// Opens what a path under `/proc` leads to: such a path is a link that has to be followed.
    /// Null if the system refuses.
    static @Nullable Descriptor openThrough(String path, Access access) {
        long result = open(Path.of(path), (access == Access.READ ? 0 : O_RDWR) | O_NONBLOCK, OWNER_ONLY);
        return result < 0 ? null : new Descriptor((int) result);
    }

    /// How other processes of this user find this open file.
    public OpenDescriptor asSeenByOthers() {
        return OpenDescriptor.of(this);
    }

    /// Creates a file without a name in the file system of that folder. Null if the system does not
    /// support that, or could not name such a file later.
    public static @Nullable Descriptor createUnnamed(Path folder) {
        long result = open(folder, O_TMPFILE | O_RDWR, OWNER_ONLY);
        if (result < 0 && !OF_THE_FOLDER.contains((int) -result)) {
            return null;
        }
        Descriptor unnamed = new Descriptor((int) Errno.check(result, "open O_TMPFILE", folder));
        if (Stat.isThere(unnamed.throughProc())) {
            return unnamed.ownerOnly();
        }
        unnamed.close();
        return null;
    }

    /// Creates a file of that name. It fails if the name exists.
    public static Descriptor createNew(Path path) {
        long result = open(path, O_CREAT | O_EXCL | O_RDWR, OWNER_ONLY);
        return new Descriptor((int) Errno.check(result, "open", path)).ownerOnly();
    }

    /// Sets the permissions to those of the owner, whatever the umask has removed.
    private Descriptor ownerOnly() {
        Errno.check(SystemCall.FCHMOD.call(number, OWNER_ONLY), "fchmod", throughProc());
        return this;
    }

    /// Opens the same file again with another open file description, even if the file has no name
    /// any more.
    public Descriptor reopen(Access access) {
        Path path = Path.of(throughProc());
        int flags = access == Access.READ ? 0 : O_RDWR;
        return new Descriptor((int) Errno.check(open(path, flags, OWNER_ONLY), "open", path));
    }

    /// Opens a file; returns the number of the descriptor, or the negative `errno`.
    static long open(Path path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long name = PathBytes.of(arena, path).address();
            return SystemCall.OPENAT.callThroughSignals(SystemCall.AT_FDCWD, name, flags | O_CLOEXEC, mode);
        }
    }

    /// Reads up to `byteSize` bytes from `offset` on into new memory; fewer if the file ends
    /// before.
    public MemorySegment copy(long offset, long byteSize) {
        MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, byteSize), 8).asSlice(0, byteSize);
        long done = 0;
        while (done < byteSize) {
            long count = Errno.check(
                    SystemCall.PREAD.callThroughSignals(
                            number(), copy.address() + done, byteSize - done, offset + done),
                    "pread",
                    "byte " + offset);
            if (count == 0) {
                break;
            }
            done += count;
        }
        return copy.asSlice(0, done);
    }

    /// A path that leads to this open file for as long as it is open.
    String throughProc() {
        return "/proc/self/fd/" + number();
    }

    /// The status of the file now.
    public FileStatus status() {
        return Stat.ofDescriptor(number());
    }

    /// The number that system calls take. It throws `IllegalStateException` once the descriptor is
    /// closed, because the number may belong to another file by then.
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
