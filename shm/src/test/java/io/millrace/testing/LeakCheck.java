package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What this process still holds of the files in a folder, and what is left there.
///
/// By folder, because the system may know a file by another name than its path: one that was made
/// without a name and linked later is `/folder/#INODE (deleted)` to whoever made it.
public final class LeakCheck {
    /// For what is being closed.
    static final Duration CLOSING = Duration.ofSeconds(5);

    private LeakCheck() {}

    /// Descriptors of this process that lead into `folder`.
    public static List<String> descriptors(Path folder) {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(LeakCheck::target)
                    .filter(path -> path.startsWith(folder + "/"))
                    .toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Mappings of this process of files in `folder`.
    public static List<String> mappings(Path folder) {
        try (Stream<String> all = Files.lines(Path.of("/proc/self/maps"))) {
            return all.filter(line -> line.contains(" " + folder + "/")).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Everything below `folder`.
    public static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder)).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// That this process has nothing of `folder` open or mapped; waits a little for what is being
    /// closed.
    public static void assertClosed(Path folder) {
        assertClosed(folder, CLOSING);
    }

    private static void assertClosed(Path folder, Duration limit) {
        Await.until(
                "closed: " + descriptors(folder) + mappings(folder),
                limit,
                () -> descriptors(folder).isEmpty() && mappings(folder).isEmpty());
    }

    /// The same, and that `folder` is empty.
    public static void assertNothingLeft(Path folder) {
        assertNothingLeft(folder, CLOSING);
    }

    static void assertNothingLeft(Path folder, Duration limit) {
        assertClosed(folder, limit);
        Await.until("removed: " + files(folder), limit, () -> files(folder).isEmpty());
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
