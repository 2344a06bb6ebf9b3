package io.millrace.shm.internal.file;

import io.millrace.shm.MillraceException;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.layout.LockBytes;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.os.Descriptor;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.OfdLock;
import io.millrace.shm.internal.os.Stat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Removes files that no living process uses.
///
/// It locks all lock bytes of a file in one step: a process that is attached, or is about to
/// attach, holds one of them. A process that comes later finds that the path no longer names the
/// file that it opened, and starts over. If the sweeper dies, the kernel releases the bytes; the
/// file is then removed, or still there.
public final class FileSweep {
    private FileSweep() {}

    /// Which files may be removed, by the flags of their header; unfinished files always may.
    public enum Scope {
        /// Temporary files.
        TEMPORARY,
        /// All but persistent ones.
        NOT_PERSISTENT;

        /// Whether a file with those flags may be removed.
        public boolean includes(int flags) {
            return this == TEMPORARY
                    ? (flags & FileHeader.TEMPORARY) != 0
                    : (flags & FileHeader.PERSISTENT) == 0;
        }
    }

    /// Sweeps the regular files of a folder; returns the files that it removed. It leaves files
    /// alone that belong to another user, are no Millrace files, or are damaged.
    public static List<Path> sweepFolder(Path folder, Scope scope) {
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && sweep(path, scope)) {
                    removed.add(path);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return removed;
        }
        return removed;
    }

    /// Removes the file at `path` if it is in the scope and no process holds it; returns whether it
    /// did.
    public static boolean sweep(Path path, Scope scope) {
        try (Descriptor descriptor = Descriptor.open(path, Descriptor.Access.READ_WRITE)) {
            FileStatus status = TrustCheck.check(path, descriptor, Descriptor.Access.READ_WRITE);
            if (!isUnfinished(path) && !scope.includes(flagsOf(path, descriptor))) {
                return false;
            }
            if (!OfdLock.tryExclusive(descriptor, LockBytes.GATE, LockBytes.COUNT)) {
                return false;
            }
            CrashPoint.hit("sweep.locked");
            FileStatus named = Stat.ofPath(path);
            boolean removed = named != null && named.isSameFile(status) && Files.deleteIfExists(path);
            CrashPoint.hit("sweep.removed");
            return removed;
        } catch (MillraceException | IOException notOurs) {
            return false;
        }
    }

    private static boolean isUnfinished(Path path) {
        return FileCreation.isTemporary(path);
    }

    private static int flagsOf(Path path, Descriptor descriptor) {
        MemorySegment header = descriptor.copy(0, FileHeader.BYTE_SIZE);
        return HeaderCheck.identity(path, header).flags();
    }
}
