package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder in memory for the files of one test, removed with all that is in it.
public final class MemoryFolder implements AutoCloseable {
    private final Path path;

    private MemoryFolder(Path path) {
        this.path = path;
    }

    /// In `/dev/shm` if there is one, else where temporary files go.
    public static MemoryFolder create() {
        Path memory = Path.of("/dev/shm");
        Path parent = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return new MemoryFolder(Files.createTempDirectory(parent, "millrace-test-"));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// The folder.
    public Path path() {
        return path;
    }

    /// A path in it.
    public Path file(String name) {
        return path.resolve(name);
    }

    /// Names of what is in it.
    public List<String> names() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Removes it. `AssertionError`, afterwards, when something was left in it, or this process still
    /// had something of it open or mapped.
    public void closeEmpty() {
        closeEmpty(LeakCheck.CLOSING);
    }

    void closeEmpty(Duration limit) {
        try {
            LeakCheck.assertNothingLeft(path, limit);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
