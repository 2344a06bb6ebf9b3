package io.millrace.shm.file;

import io.millrace.shm.MillraceException;
import io.millrace.shm.layout.FileHeader;
import io.millrace.shm.layout.LockBytes;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.os.Descriptor;
import io.millrace.shm.os.FileStatus;
import io.millrace.shm.os.OfdLock;
import io.millrace.shm.os.Stat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Removes files that no living process holds.
///
/// All lock bytes are taken in one step: a process that is attached, or about to be, holds one of
/// them. Who comes later finds that the path no longer names the file it opened and starts over. A
/// sweeper that dies lets go of the bytes; the file is then there or not.
public final class FileSweep {
    private FileSweep() {}

    /// Goes through the plain files of a folder; gives back what it removed. Files that are not
    /// ours, not Millrace's or damaged are left alone.
    ///
    /// @param flags which files may go, by the flags of their header; unfinished files always may
    public static List<Path> sweepFolder(Path folder, IntPredicate flags) {
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && sweep(path, flags)) {
                    removed.add(path);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return removed;
        }
        return removed;
    }

    /// Removes the file at `path` if its flags allow it and nobody holds it; true if it did.
    public static boolean sweep(Path path, IntPredicate flags) {
        try (Descriptor descriptor = Descriptor.open(path, Descriptor.Access.READ_WRITE)) {
            FileStatus status = descriptor.status();
            TrustCheck.check(path, status);
            if (!isUnfinished(path) && !flags.test(flagsOf(path, descriptor))) {
                return false;
            }
            if (!OfdLock.tryExclusive(descriptor, LockBytes.GATE, LockBytes.COUNT)) {
                return false;
            }
            CrashPoint.hit("sweep.locked");
            FileStatus named = Stat.ofPath(path.toString());
            boolean removed = named != null && named.isSameFile(status) && Files.deleteIfExists(path);
            CrashPoint.hit("sweep.removed");
            return removed;
        } catch (MillraceException | IOException notOurs) {
            return false;
        }
    }

    private static boolean isUnfinished(Path path) {
        return path.getFileName().toString().endsWith(FileCreation.TEMPORARY_SUFFIX);
    }

    private static int flagsOf(Path path, Descriptor descriptor) {
        MemorySegment header = MappedFile.copy(descriptor, 0, FileHeader.BYTE_SIZE);
        return HeaderCheck.identity(path, header).flags();
    }
}
