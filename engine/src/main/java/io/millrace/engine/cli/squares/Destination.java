package io.millrace.engine.cli.squares;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileExistsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// The path of a file that the command will create; checked before the work starts.
///
/// @param option the option with the path
record Destination(String option, Path file) {

    /// Checks that a file can be created or replaced.
    ///
    /// @throws FileAccessException when it cannot
    void requireWritable() {
        Path target = file.toAbsolutePath();
        if (Files.exists(file)) {
            if (!Files.isRegularFile(file)) {
                throw new FileAccessException("%s names %s: file=%s; give the path of a file"
                        .formatted(option, Files.isDirectory(file) ? "a folder" : "no regular file", file));
            }
            target = real(target);
        }
        requireFolder(target);
    }

    /// Checks that no file has this path and that one can be created.
    ///
    /// @throws FileExistsException when the path exists
    /// @throws FileAccessException when no file can be created
    void requireFree() {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileExistsException("%s names %s that is already there: file=%s; %s"
                    .formatted(
                            option,
                            Files.isDirectory(file) ? "a folder" : "a file",
                            file,
                            Files.isDirectory(file) ? "give the path of a file" : "remove it or choose another"));
        }
        requireFolder(file.toAbsolutePath());
    }

    private Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException unreachable) {
            throw refused(path);
        }
    }

    /// Checks the folder by creating a file: permissions do not say whether the file system is
    /// read-only.
    private void requireFolder(Path target) {
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new FileAccessException("%s names a file in a folder that is not there: folder=%s; make it first"
                    .formatted(option, folder));
        }
        try {
            Files.delete(Files.createTempFile(folder, ".millrace-", ".tmp"));
        } catch (IOException notThere) {
            throw refused(folder);
        }
    }

    private FileAccessException refused(Path folder) {
        return new FileAccessException(
                ("%s names a file in a folder where you cannot make one: folder=%s; choose another or mend its"
                        + " permissions")
                        .formatted(option, folder));
    }
}
