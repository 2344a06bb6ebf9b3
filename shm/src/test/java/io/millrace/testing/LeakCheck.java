package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What this process still holds: open descriptors and mappings of files whose path has a part in
/// common.
public final class LeakCheck {
    private LeakCheck() {}

    /// Descriptors of this process that lead to a path with `part` in it.
    public static List<String> descriptors(String part) {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(LeakCheck::target).filter(path -> path.contains(part)).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Mappings of this process from a path with `part` in it.
    public static List<String> mappings(String part) {
        try (Stream<String> all = Files.lines(Path.of("/proc/self/maps"))) {
            return all.filter(line -> line.contains(part)).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Files below `folder` with `part` in their name.
    public static List<Path> files(Path folder, String part) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().contains(part)).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// That nothing of the sort is left in this process or in `folder`; waits a little for what is
    /// being closed.
    public static void assertNothingLeft(Path folder, String part) {
        Await.until(
                "nothing left of '" + part + "': " + descriptors(part) + mappings(part) + files(folder, part),
                Duration.ofSeconds(5),
                () -> descriptors(part).isEmpty() && mappings(part).isEmpty() && files(folder, part).isEmpty());
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
