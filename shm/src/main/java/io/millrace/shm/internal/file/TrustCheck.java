package io.millrace.shm.internal.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.os.Descriptor;
import io.millrace.shm.internal.os.Descriptor.Access;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.FileSystemStatus;
import io.millrace.shm.internal.os.Stat;
import java.nio.file.Path;

/// Decides which files to trust: regular files of this user with one name, on a local file system,
/// that no other user may open. Another user who may only read a file could lock its bytes, and so
/// make dead processes look alive.
final class TrustCheck {
    private TrustCheck() {}

    /// The status of a file that may be trusted; it throws `FileAccessException` for any other
    /// file.
    static FileStatus check(Path path, Descriptor file, Access access) {
        FileStatus status = file.status();
        if (status.links() > 1) {
            FileCreation.finishNaming(path, status);
            status = file.status();
        }
        check(path, status, access);
        return status;
    }

    private static void check(Path path, FileStatus status, Access access) {
        if (!status.isRegular()) {
            throw refused("it is not a regular file", path, "mode=" + Integer.toOctalString(status.mode()),
                    "give the path of a Millrace file");
        }
        if (status.owner() != Stat.effectiveUser()) {
            throw refused("it belongs to another user", path,
                    "owner=" + status.owner() + ", user=" + Stat.effectiveUser(), "run as its owner");
        }
        if (status.isWritableByOthers()) {
            throw refused("others may write it", path, "mode=" + status.permissions(),
                    "chmod 600 it, if its content can still be trusted");
        }
        if (access == Access.READ_WRITE && status.isOpenToOthers()) {
            throw refused("others may open it and lock its bytes", path, "mode=" + status.permissions(),
                    "chmod 600 it, if it is a Millrace file of yours");
        }
        if (status.links() > 1) {
            throw refused("it has several names", path, "links=" + status.links(), "remove the other hard links");
        }
    }

    /// Requires that a new file belongs to this user alone: some file systems set owners and
    /// permissions of their own.
    static void checkNew(Path path, Descriptor file) {
        FileStatus status = file.status();
        if (status.owner() != Stat.effectiveUser() || status.isOpenToOthers()) {
            throw refused("its file system does not make files for their owner alone", path,
                    "owner=" + status.owner() + ", user=" + Stat.effectiveUser() + ", mode=" + status.permissions(),
                    "choose a folder on another one, such as /dev/shm");
        }
    }

    /// Throws `FileAccessException` if the locks on bytes may be local to a machine or may not
    /// exist, unless a property permits it.
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
