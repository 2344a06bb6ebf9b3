package io.millrace.shm.view;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/// A file as a whole.
///
/// @param path as it was opened
/// @param id in its header
/// @param version of the layout
/// @param fileByteSize of the whole file
/// @param byteSize of the space for regions of the users
/// @param freeBytes what further regions may use together
/// @param largestFreeBytes the largest region that would fit now
/// @param createdAt by the clock of the system that made it
/// @param thisBoot whether the system has not been started anew since then; if it has, every process of
///         the file is dead
/// @param lifetime what keeps or removes the file
public record FileView(
        Path path,
        UUID id,
        int version,
        long fileByteSize,
        long byteSize,
        long freeBytes,
        long largestFreeBytes,
        Instant createdAt,
        boolean thisBoot,
        Lifetime lifetime) {

    /// What keeps or removes a file.
    public enum Lifetime {
        /// It is removed when its creator closes it, or by a sweep once no process has it open.
        TEMPORARY,
        /// A sweep of the default folders removes it once no process has it open.
        NAMED,
        /// It stays until a program deletes it.
        PERSISTENT
    }

    public FileView {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(lifetime, "lifetime");
    }

    /// Bytes that the regions of the users take.
    public long usedBytes() {
        return byteSize - freeBytes;
    }
}
