package io.millrace.shm.internal.file;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.internal.os.FileSpace;
import java.nio.file.Path;

/// The properties of a new file.
///
/// @param flags of the file's `FileHeader`
/// @param space allocates its bytes
public record FilePlan(Path path, MemoryOptions options, int flags, FileSpace space) {}
