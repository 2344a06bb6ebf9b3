package io.millrace.engine.cli.images;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/// Names of incomplete files: `.millrace-RUN-NUMBER.tmp`, with 122 random bits for each run of the
/// command.
///
/// A pid is not unique: two containers that share the folder may both run the command as pid 1.
final class TemporaryNames {
    private static final String PATTERN = ".millrace-*.tmp";
    private static final Pattern NAME = Pattern.compile("\\.millrace-[0-9a-f-]{36}-\\d+\\.tmp");
    /// Age at which a file counts as abandoned. A command in another container cannot be asked
    /// whether it lives; a running one writes a picture in seconds. A command that was suspended
    /// for longer reports a failure for that picture.
    private static final Duration ABANDONED_AFTER = Duration.ofHours(24);

    private final String run = ".millrace-" + UUID.randomUUID() + "-";
    private int number;

    /// A new name in the folder of `file`.
    Path beside(Path file) {
        return file.resolveSibling(run + number++ + ".tmp");
    }

    /// Removes the files that killed workers of this command left there, and those of commands that
    /// were killed long ago. Called when no worker of this command is running.
    void sweep(Path folder) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PATTERN)) {
            for (Path file : found) {
                if (isAbandoned(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException unreadable) {
            // the next run in that folder tries again
        }
    }

    private boolean isAbandoned(Path file) throws IOException {
        String name = file.getFileName().toString();
        return name.startsWith(run)
                || NAME.matcher(name).matches()
                        && Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(ABANDONED_AFTER));
    }
}
