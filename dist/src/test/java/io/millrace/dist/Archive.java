package io.millrace.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The archives of this build.
final class Archive {
    private Archive() {}

    /// The one whose name ends so.
    static Path file(String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return only(files.filter(file -> file.getFileName().toString().endsWith(ending)).toList())
                    .toAbsolutePath();
        }
    }

    /// Unpacks the archive of `tar` into an empty folder, and gives back the one folder that is in it.
    static Path unpack(Path empty) throws IOException, InterruptedException {
        Said.by(empty, "tar", "xzf", file(".tar.gz").toString()).requireSuccess();
        try (Stream<Path> found = Files.list(empty)) {
            return only(found.toList());
        }
    }

    private static Path only(List<Path> found) {
        assertEquals(1, found.size(), found::toString);
        return found.getFirst();
    }
}
