package io.millrace.engine.cli.top;

import io.millrace.engine.snapshot.Rates;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.FileAccessException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Snapshot after snapshot of one file. Each is taken from the path anew, so that a file that another
/// one replaced is noticed.
final class Feed {
    private final Path file;
    private @Nullable Snapshot last;

    Feed(Path file) {
        this.file = file;
    }

    /// A snapshot.
    ///
    /// @param rates since the snapshot before; null without one of the same file
    record Refresh(Snapshot snapshot, @Nullable Rates rates) {}

    /// Reads the file.
    ///
    /// @throws FileAccessException when there is no such file, or no longer
    Refresh next() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAccessException(
                    (last == null
                                    ? "there is no such file: file=%s; check the path"
                                    : "the file is gone: file=%s; its program ended, or removed it")
                            .formatted(file));
        }
        Snapshot snapshot = Snapshot.of(file);
        Snapshot earlier = last;
        last = snapshot;
        return new Refresh(snapshot, earlier == null ? null : rates(earlier, snapshot));
    }

    /// What happened in between; null when another file has taken the place of the earlier one.
    private static @Nullable Rates rates(Snapshot earlier, Snapshot later) {
        boolean same = earlier.file().id().equals(later.file().id()) && earlier.nanoTime() < later.nanoTime();
        return same ? later.since(earlier) : null;
    }
}
