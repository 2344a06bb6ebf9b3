package io.millrace.engine.cli;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.os.FileStatus;
import io.millrace.shm.os.Stat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What others did to a file in use: nobody can keep its owner from removing or shortening it.
///
/// @param before what the file was when it was made
record FileWatch(Path file, FileStatus before) {

    /// Of a file that was made just now.
    static FileWatch of(Path file) {
        FileStatus status = Stat.ofPath(file.toString());
        if (status == null) {
            throw removed(file);
        }
        return new FileWatch(file, status);
    }

    /// @throws FileAccessException when it is not the file it was
    void check() {
        FileAccessException damage = damage();
        if (damage != null) {
            throw damage;
        }
    }

    /// What to tell when it is not the file it was; null when it is.
    @Nullable FileAccessException damage() {
        FileStatus now = Stat.ofPath(file.toString());
        if (now == null || !now.isSameFile(before)) {
            return removed(file);
        }
        return now.byteSize() >= before.byteSize()
                ? null
                : new FileAccessException(
                        "the file was cut short while in use: file=%s, byteSize=%d, before=%d; leave it until the end"
                                .formatted(file, now.byteSize(), before.byteSize()));
    }

    /// Whether its path still names this file.
    boolean isNamed() {
        FileStatus now = Stat.ofPath(file.toString());
        return now != null && now.isSameFile(before);
    }

    private static FileAccessException removed(Path file) {
        return new FileAccessException(
                "the file was removed while in use: file=%s; leave it until the end".formatted(file));
    }
}
