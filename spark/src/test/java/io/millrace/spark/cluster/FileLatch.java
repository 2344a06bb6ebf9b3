package io.millrace.spark.cluster;

import io.millrace.testing.Await;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Holds tasks of an application until the test lets them pass: a file that all processes see.
public final class FileLatch implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final String file;

    private FileLatch(Path file) {
        this.file = file.toString();
    }

    /// The latch of that file, closed while there is none.
    public static FileLatch at(Path file) {
        return new FileLatch(file);
    }

    /// Lets all pass, from now on.
    public void open() {
        try {
            Files.writeString(Path.of(file), "open");
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Waits until it is open.
    public void pass() {
        Await.until("open: " + file, LIMIT, () -> Files.exists(Path.of(file)));
    }

    /// Its file, for the arguments of an application.
    @Override
    public String toString() {
        return file;
    }
}
