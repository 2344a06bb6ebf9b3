package io.millrace.shm.internal.os;

import io.millrace.shm.FileAccessException;
import java.util.Map;

/// The error numbers of Linux that Millrace handles. Only this class turns them into exceptions.
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;
    public static final int EOPNOTSUPP = 95;
    public static final int ETIMEDOUT = 110;
    public static final int EDQUOT = 122;

    private static final Map<Integer, String> MEANINGS = Map.ofEntries(
            Map.entry(EPERM, "EPERM, not permitted; run this program as the owner, or let the sandbox allow the call"),
            Map.entry(ENOENT, "ENOENT, no such file or folder; check the path, or create it first"),
            Map.entry(ENXIO, "ENXIO, not a regular file; give the path of a Millrace file"),
            Map.entry(
                    EACCES,
                    "EACCES, permission denied; chmod u+rw a file of yours, run as its owner, or choose a folder that"
                            + " you may write"),
            Map.entry(ENOTDIR, "ENOTDIR, a parent is not a folder; check the path"),
            Map.entry(EISDIR, "EISDIR, it is a folder; give the path of a file in it"),
            Map.entry(EIO, "EIO, the device failed; look at the system's log"),
            Map.entry(ENOMEM, "ENOMEM, no address space or too many mappings; raise ulimit -v or vm.max_map_count"),
            Map.entry(ENODEV, "ENODEV, files of this file system cannot be mapped; choose a folder on another one"),
            Map.entry(EINVAL, "EINVAL, not supported by this kernel or file system; choose a folder on another one"),
            Map.entry(ENFILE, "ENFILE, too many open files on this machine; close some"),
            Map.entry(ENOSPC, "ENOSPC, no space left on the file system; free some, or choose another folder"),
            Map.entry(EDQUOT, "EDQUOT, the disk quota is used up; free some, or choose another folder"),
            Map.entry(ENAMETOOLONG, "ENAMETOOLONG, the name is too long; choose a shorter one"),
            Map.entry(ENOSYS, "ENOSYS, this kernel or sandbox has no such call; let the sandbox allow it"),
            Map.entry(EMFILE, "EMFILE, too many open files; raise ulimit -n"),
            Map.entry(EFBIG, "EFBIG, larger than the file system or ulimit -f allows"),
            Map.entry(EROFS, "EROFS, the file system is read-only; attachReadOnly works there"),
            Map.entry(ELOOP, "ELOOP, it is a symbolic link; give the path it leads to"));

    private Errno() {}

    /// Throws if `result` is a negative error number; else returns it.
    public static long check(long result, String call, Object subject) {
        if (result < 0) {
            throw exception((int) -result, call, subject);
        }
        return result;
    }

    /// The exception for an error number.
    public static FileAccessException exception(int errno, String call, Object subject) {
        return new FileAccessException(
                "the system refused: call=" + call + ", on=" + subject + ", error=" + meaning(errno));
    }

    /// The name of the error, what it means for Millrace, and the remedy.
    static String meaning(int errno) {
        return MEANINGS.getOrDefault(errno, "errno " + errno);
    }

    /// Whether this error means that the call is not available here: the kernel is too old, the
    /// file system does not support it, or a sandbox forbids it.
    static boolean isAbsent(long result) {
        return switch ((int) -result) {
            case ENOSYS, EPERM, EINVAL, EOPNOTSUPP -> true;
            default -> false;
        };
    }
}
