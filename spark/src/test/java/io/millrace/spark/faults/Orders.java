package io.millrace.spark.faults;

import io.millrace.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/// What a test wants an application to do, one file an order.
final class Orders {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path folder;
    private int count;

    Orders(Path folder) {
        this.folder = folder;
    }

    /// Gives an order.
    void give(Object... words) {
        try {
            List<String> lines = List.of(words).stream().map(Object::toString).toList();
            Path unfinished = Files.write(folder.resolve("unfinished"), lines);
            Files.move(unfinished, folder.resolve("order-" + count++), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// The words of the next order; waits for it.
    List<String> next() {
        Path file = folder.resolve("order-" + count++);
        Await.until(file.toString(), LIMIT, () -> Files.exists(file));
        try {
            return Files.readAllLines(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
