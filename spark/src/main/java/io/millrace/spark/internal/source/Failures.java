package io.millrace.spark.internal.source;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.security.AccessControlException;

/// What is said of files that cannot be loaded, in the words of `io.millrace.shm.data.Npy`.
final class Failures {
    private Failures() {}

    static FileFormatException refused(Object file, String found, String expected) {
        return new FileFormatException(
                "cannot load: file=%s, found=%s, expected=%s".formatted(file, found, expected));
    }

    static FileAccessException unreadable(Object file, IOException cause) {
        return new FileAccessException("cannot read: file=%s, %s".formatted(file, reason(cause)), cause);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case FileNotFoundException _ -> "it is not there; check the path, and that each node has it there";
            case AccessControlException _ ->
                    "permission denied; change its permissions, or run as a user who may read it";
            default -> "cause=%s; check the path and its file system".formatted(cause.getMessage());
        };
    }
}
