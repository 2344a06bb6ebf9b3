package io.millrace.shm.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.os.FileStatus;
import io.millrace.shm.os.Stat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where files go that nobody gave a path: a folder of this user alone, in memory where there is
/// such a place.
public final class DefaultFolder {
    private static final Path MEMORY = Path.of("/dev/shm");

    private DefaultFolder() {}

    /// Its path; `-Dmillrace.folder=PATH` overrides. It need not exist yet.
    public static Path path() {
        String chosen = System.getProperty("millrace.folder");
        if (chosen != null) {
            return Path.of(chosen);
        }
        String name = "millrace-" + Stat.effectiveUser();
        if (Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)) {
            return MEMORY.resolve(name);
        }
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return Path.of(runtime != null ? runtime : System.getProperty("java.io.tmpdir")).resolve(name);
    }

    /// Makes it if it is missing and checks that it is ours alone: mode 0700, no symbolic link.
    public static Path prepare() {
        Path path = path();
        try {
            if (Stat.ofPath(path.toString()) == null) {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (FileAlreadyExistsException another) {
            // another process was faster; what it made is checked below
        } catch (IOException error) {
            throw new FileAccessException("the default folder cannot be made: path=" + path, error);
        }
        check(path);
        return path;
    }

    private static void check(Path path) {
        FileStatus status = Stat.ofPath(path.toString());
        if (status == null
                || !status.isFolder()
                || status.owner() != Stat.effectiveUser()
                || (status.mode() & 0077) != 0) {
            throw new FileAccessException("the default folder is not a folder of this user alone: path=" + path
                    + ", status=" + status + "; remove it, or chmod 700 it");
        }
    }
}
