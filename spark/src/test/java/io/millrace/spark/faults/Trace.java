package io.millrace.spark.faults;

import io.millrace.testing.Await;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/// What functions did, wherever they ran: a file to which each process appends lines.
record Trace(String file) implements Serializable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    static Trace at(Path file) {
        return new Trace(file.toString());
    }

    void add(String line) {
        try {
            Files.writeString(
                    Path.of(file), line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// All lines up to now.
    List<String> lines() {
        try {
            Path path = Path.of(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Waits until there are more lines than that, and gives all back.
    List<String> awaitMoreThan(int count) {
        Await.until("more than " + count + " lines in " + file, LIMIT, () -> lines().size() > count);
        return lines();
    }
}
