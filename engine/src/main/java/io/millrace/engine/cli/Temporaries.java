package io.millrace.engine.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of files that are not yet whole: `.millrace-PID-NUMBER.tmp`, with the pid of the command.
final class Temporaries {
    private static final String PATTERN = ".millrace-*.tmp";
    private static final Pattern NAME = Pattern.compile("\\.millrace-(\\d{1,10})-\\d+\\.tmp");
    /// A pid may be unknown here and alive in another container, which would have changed it since.
    private static final Duration STILL = Duration.ofMinutes(10);

    private final long pid = ProcessHandle.current().pid();
    private int number;

    /// A name that nothing else has, in the folder of `file`.
    Path beside(Path file) {
        return file.resolveSibling(".millrace-%d-%d.tmp".formatted(pid, number++));
    }

    /// Removes what this command's killed workers left there, and other commands that were killed. To be
    /// called when no worker of this command is at work.
    void sweep(Path folder) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PATTERN)) {
            for (Path file : found) {
                if (isLeft(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException unreadable) {
            // the next run in that folder tries again
        }
    }

    private boolean isLeft(Path file) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        long owner = Long.parseLong(name.group(1));
        return owner == pid
                || ProcessHandle.of(owner).isEmpty()
                        && Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(STILL));
    }
}
