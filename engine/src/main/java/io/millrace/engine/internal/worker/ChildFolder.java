package io.millrace.engine.internal.worker;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.internal.file.DefaultFolder;
import io.millrace.shm.internal.os.Descriptor;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.OfdLock;
import io.millrace.shm.internal.os.Stat;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder for files that this process shares with its child JVMs: their argument files and
/// crash logs. These contain class paths, properties and memory contents, which other users must
/// not read.
///
/// The folder has a random name and mode 0700; its files have random names and mode 0600, and each
/// file is created new (`O_EXCL`), so that a file or link which another user put there is never
/// opened. The folder is made in `java.io.tmpdir`, or in the default folder of mapped files if
/// other users could rename entries of `java.io.tmpdir`.
///
/// **Life.** The process holds a lock on the file `lock` for as long as it lives, by an open file
/// description, so that the kernel releases the lock of a dead process. The process removes the
/// folder when it exits. After a `kill -9` its children remove the folder, or the next process of
/// this user that makes such a folder.
public final class ChildFolder {
    private static final String PREFIX = "millrace-jvm-";
    private static final String LOCK = "lock";
    private static final String ARGUMENTS = "millrace.process.arguments";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int STICKY = 01000;
    private static final int OTHERS = 0077;
    private static final int TRIES = 16;

    /// A function that crashes for each of thousands of items must not fill the disk.
    private static final int MAX_KEPT_LOGS = 256;

    private static @Nullable ChildFolder own;
    private static boolean hooked;

    private final Path path;
    private final Descriptor lock;
    private final Deque<Path> logs = new ArrayDeque<>();

    private ChildFolder(Path path, Descriptor lock) {
        this.path = path;
        this.lock = lock;
    }

    /// The folder of this process. Makes the folder if it is missing: a cleaner of temporary files
    /// may have removed it.
    ///
    /// @throws FileAccessException when no folder can be made
    public static synchronized ChildFolder own() {
        ChildFolder known = own;
        if (known != null && known.isThere()) {
            return known;
        }
        if (known != null) {
            known.lock.close();
        }
        if (!hooked) {
            Runtime.getRuntime().addShutdownHook(new Thread(ChildFolder::removeOwn, "millrace-child-files"));
            hooked = true;
        }
        ChildFolder made = make(parent());
        own = made;
        return made;
    }

    /// Removes the folder of this process and its files.
    public static synchronized void removeOwn() {
        ChildFolder known = own;
        own = null;
        if (known != null) {
            if (known.isThere()) {
                empty(known.path);
            }
            known.lock.close();
        }
    }

    /// The flag that tells a child the path of its argument file.
    public static String flag(Path argumentFile) {
        return "-D" + ARGUMENTS + "=" + argumentFile;
    }

    /// Deletes the argument file; called in a child, whose launcher has read it.
    static void forgetArguments() {
        Path arguments = arguments();
        if (arguments != null) {
            delete(arguments);
        }
    }

    /// Removes the parent's folder if the parent is dead; called in a child.
    static void sweepParents() {
        Path arguments = arguments();
        if (arguments != null && arguments.getParent() != null) {
            sweep(arguments.getParent());
        }
    }

    private static @Nullable Path arguments() {
        String path = System.getProperty(ARGUMENTS);
        return path == null ? null : Path.of(path);
    }

    /// Makes an empty file.
    ///
    /// @param kind first part of its name
    /// @throws FileAccessException when the file cannot be made
    public Path newFile(String kind) {
        try {
            return Files.createTempFile(path, kind + "-", "");
        } catch (IOException failure) {
            throw unusable(path, failure);
        }
    }

    /// Writes the content of a file of such a folder.
    ///
    /// @throws FileAccessException when the file system has no space for it
    public static void write(Path file, byte[] content) {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) { // no channel: an interrupt would close it
            out.write(content);
        } catch (IOException failure) {
            throw unusable(file, failure);
        }
    }

    private static FileAccessException unusable(Path path, IOException failure) {
        return new FileAccessException(
                ("a file for a child JVM cannot be made: path=%s, cause=%s; free space there, or choose another"
                        + " folder with -Djava.io.tmpdir")
                        .formatted(path, failure),
                failure);
    }

    /// Keeps a crash log until this process exits, and deletes the oldest one if there are too
    /// many.
    public synchronized void keep(Path log) {
        logs.addLast(log);
        if (logs.size() > MAX_KEPT_LOGS) {
            delete(logs.removeFirst());
        }
    }

    private boolean isThere() {
        FileStatus named = Stat.ofPath(path.resolve(LOCK));
        return named != null && named.isSameFile(lock.status());
    }

    private static Path parent() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        return isSafe(temporary) ? temporary : DefaultFolder.prepare();
    }

    /// Whether only this user and root can rename files that this user puts into the folder.
    private static boolean isSafe(Path folder) {
        try {
            FileStatus status = Stat.ofPath(folder.toRealPath());
            return status != null
                    && (status.owner() == 0 || status.owner() == Stat.effectiveUser())
                    && (!status.isWritableByOthers() || (status.mode() & STICKY) != 0)
                    && Files.isWritable(folder);
        } catch (IOException unreachable) {
            return false;
        }
    }

    private static ChildFolder make(Path parent) {
        sweepAll(parent);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Path folder = newFolder(parent);
            Descriptor lock = Descriptor.createNew(folder.resolve(LOCK));
            ChildFolder made = new ChildFolder(folder, lock);
            if (OfdLock.tryExclusive(lock, 0, 1) && made.isThere()) {
                return made;
            }
            lock.close(); // another process swept the folder before it was locked
        }
        throw new FileAccessException(
                ("no folder for the files of child JVMs can be kept: parent=%s, attempts=%s; choose another folder"
                        + " with -Djava.io.tmpdir")
                        .formatted(parent, TRIES));
    }

    private static Path newFolder(Path parent) {
        try {
            Path folder = Files.createTempDirectory(parent, PREFIX, OWNER_ONLY);
            if (!isOurs(folder)) {
                throw new IOException("made, but not a folder of this user alone");
            }
            return folder;
        } catch (IOException failure) {
            throw new FileAccessException(
                    ("no folder for the files of child JVMs can be made: parent=%s, cause=%s; choose another folder"
                            + " with -Djava.io.tmpdir")
                            .formatted(parent, failure),
                    failure);
        }
    }

    private static boolean isOurs(Path folder) {
        FileStatus status = Stat.ofPath(folder);
        return status != null
                && status.isFolder()
                && status.owner() == Stat.effectiveUser()
                && (status.mode() & OTHERS) == 0;
    }

    private static void sweepAll(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            folders.forEach(ChildFolder::sweep);
        } catch (IOException | DirectoryIteratorException unreadable) {
            // the files stay
        }
    }

    /// Removes a folder whose process is dead. A folder without a lock file is being made or
    /// removed: it is removed only if it is empty, and the process that made it then makes another
    /// one.
    private static void sweep(Path folder) {
        if (!isOurs(folder)) {
            return;
        }
        try (Descriptor lock = Descriptor.openIfPresent(folder.resolve(LOCK), Descriptor.Access.READ_WRITE)) {
            if (lock == null) {
                delete(folder);
            } else if (OfdLock.tryExclusive(lock, 0, 1)) {
                empty(folder);
            }
        } catch (MillraceException notUsable) {
            // the files stay
        }
    }

    /// Deletes the files and the folder, the lock file last: until then another process can finish
    /// the work.
    private static void empty(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!file.endsWith(LOCK)) {
                    delete(file);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return;
        }
        delete(folder.resolve(LOCK));
        delete(folder);
    }

    /// Deletes a file of such a folder, if it exists.
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException notOurs) {
            // the folder is not empty, or the file system is read-only: the file stays
        }
    }
}
