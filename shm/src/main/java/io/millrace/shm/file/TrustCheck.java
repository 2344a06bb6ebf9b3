package io.millrace.shm.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.os.Descriptor;
import io.millrace.shm.os.FileStatus;
import io.millrace.shm.os.FileSystemStatus;
import io.millrace.shm.os.Stat;
import java.nio.file.Path;

/// Whom to trust: a plain file of this user, under one name, that nobody else may write, on a local
/// file system.
final class TrustCheck {
    private TrustCheck() {}

    /// `FileAccessException` for anything else.
    static void check(Path path, FileStatus status) {
        if (!status.isRegular()) {
            throw refused("it is not a regular file", path, "mode=" + Integer.toOctalString(status.mode()),
                    "give the path of a Millrace file");
        }
        if (status.owner() != Stat.effectiveUser()) {
            throw refused("it belongs to another user", path,
                    "owner=" + status.owner() + ", user=" + Stat.effectiveUser(), "run as its owner");
        }
        if (status.isWritableByOthers()) {
            throw refused("others may write it", path, "mode=" + Integer.toOctalString(status.mode()),
                    "chmod 600 it, if its content can still be trusted");
        }
        if (status.links() > 1) {
            throw refused("it has several names", path, "links=" + status.links(), "remove the other hard links");
        }
    }

    /// `FileAccessException` where locks on bytes may be local or absent, unless forced.
    static void checkLocal(Path path, Descriptor file) {
        String remote = FileSystemStatus.of(file).remoteName();
        if (remote != null && !Boolean.getBoolean("millrace.allowRemoteFileSystem")) {
            throw refused("it is on a network file system, whose locks may not reach other machines", path,
                    "type=" + remote, "use /dev/shm or a local disk, or -Dmillrace.allowRemoteFileSystem=true");
        }
    }

    private static FileAccessException refused(String why, Path path, String values, String remedy) {
        return new FileAccessException("file refused, " + why + ": path=" + path + ", " + values + "; " + remedy);
    }
}
