package io.millrace.shm.internal.os;

import io.millrace.shm.FileAccessException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files that users name: what is refused, and how a failure reads.
public final class UserFiles {
    private UserFiles() {}

    /// Opens a regular file for reading.
    ///
    /// @param kind what the file should be, for the message, such as `a .npy file`
    /// @throws FileAccessException something else than a regular file has that name
    public static SteadyFile open(Path path, String kind) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileAccessException(
                    "cannot read: file=%s is not a regular file; give the path of %s".formatted(path, kind));
        }
        return SteadyFile.read(path);
    }

    /// The exception for a system call that failed.
    ///
    /// @param verb what was tried, such as `read`
    public static FileAccessException failed(String verb, Path path, IOException cause) {
        return new FileAccessException("cannot %s: file=%s, %s".formatted(verb, path, reason(cause)), cause);
    }

    /// What happened, and what to do.
    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "it or its folder is not there; check the path";
            case AccessDeniedException _ -> "permission denied; change its permissions or run as its owner";
            case FileSystemException refused when refused.getReason() != null ->
                    "cause=%s; check the path and the space there".formatted(refused.getReason());
            default -> "cause=%s; check the path and the space there".formatted(cause.getMessage());
        };
    }
}
