package io.millrace.engine.internal.stream;

import io.millrace.engine.internal.array.PieceJobs;
import io.millrace.engine.stream.FileStream;
import io.millrace.shm.internal.region.Regions;
import java.nio.file.Path;
import java.util.Objects;

/// What the calls over one file have in common.
///
/// @param memory of the pool
/// @param in the file that is read
/// @param byteSize the most bytes that a call uses for its pieces
public record StreamSettings(PieceJobs jobs, Regions memory, Path in, long byteSize) {
    public StreamSettings {
        Objects.requireNonNull(in, "in");
        if (byteSize < FileStream.MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException(
                    "too little memory for a stream: memory=%,d bytes, least=%,d bytes; give more"
                            .formatted(byteSize, FileStream.MIN_MEMORY_BYTES));
        }
    }

    StreamSettings byteSize(long bytes) {
        return new StreamSettings(jobs, memory, in, bytes);
    }
}
