package io.millrace.engine.cli.session;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.Stat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Detects that another process has removed or cut a file in use, which its owner may do at any
/// time.
///
/// @param before status of the file when it was created
record FileWatch(Path file, FileStatus before) {

    /// Starts to watch a file that was just created.
    static FileWatch of(Path file) {
        FileStatus status = Stat.ofPath(file);
        if (status == null) {
            throw removed(file);
        }
        return new FileWatch(file, status);
    }

    /// @throws FileAccessException when the file was removed, replaced or cut
    void check() {
        FileAccessException damage = damage();
        if (damage != null) {
            throw damage;
        }
    }

    /// The damage as an exception; null when the file is intact.
    @Nullable FileAccessException damage() {
        FileStatus now = Stat.ofPath(file);
        if (now == null || !now.isSameFile(before)) {
            return removed(file);
        }
        return now.byteSize() >= before.byteSize()
                ? null
                : new FileAccessException(
                        "the file was cut short while in use: file=%s, byteSize=%s, before=%s; leave it until the end"
                                .formatted(file, now.byteSize(), before.byteSize()));
    }

    /// Whether the path still names this file.
    boolean isNamed() {
        FileStatus now = Stat.ofPath(file);
        return now != null && now.isSameFile(before);
    }

    private static FileAccessException removed(Path file) {
        return new FileAccessException(
                "the file was removed while in use: file=%s; leave it until the end".formatted(file));
    }
}
