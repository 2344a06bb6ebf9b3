package io.millrace.shm.os;

import io.millrace.shm.FileAccessException;
import java.util.Map;

/// Error numbers of Linux that matter here, and the one place where they become exceptions.
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int ENXIO = 6;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int EMFILE = 24;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int ELOOP = 40;
    public static final int EOPNOTSUPP = 95;
    public static final int EDQUOT = 122;

    private static final Map<Integer, String> MEANINGS = Map.ofEntries(
            Map.entry(EPERM, "EPERM, not permitted; run it as the owner"),
            Map.entry(ENOENT, "ENOENT, no such file or folder; check the path, or create it first"),
            Map.entry(ENXIO, "ENXIO, not a regular file; give the path of a Millrace file"),
            Map.entry(EACCES, "EACCES, permission denied; run it as the file's owner"),
            Map.entry(ENOTDIR, "ENOTDIR, a parent is not a folder; check the path"),
            Map.entry(EISDIR, "EISDIR, it is a folder; give the path of a file in it"),
            Map.entry(EMFILE, "EMFILE, too many open files; raise ulimit -n"),
            Map.entry(EFBIG, "EFBIG, larger than the file system or ulimit -f allows"),
            Map.entry(EROFS, "EROFS, the file system is read-only; attachReadOnly works there"),
            Map.entry(ELOOP, "ELOOP, it is a symbolic link; give the path it leads to"));

    private Errno() {}

    /// Throws for the negative results of calls in this package, gives back the others.
    public static long check(long result, String call, Object subject) {
        if (result < 0) {
            throw exception((int) -result, call, subject);
        }
        return result;
    }

    /// What to throw for an error number.
    public static FileAccessException exception(int errno, String call, Object subject) {
        String meaning = MEANINGS.getOrDefault(errno, "errno " + errno);
        return new FileAccessException("the system refused: call=" + call + ", on=" + subject + ", error=" + meaning);
    }
}
