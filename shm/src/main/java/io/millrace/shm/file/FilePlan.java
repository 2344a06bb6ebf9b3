package io.millrace.shm.file;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.os.FileSpace;
import java.nio.file.Path;

/// What a new file shall be.
///
/// @param flags of `FileHeader`
/// @param space where its bytes come from
public record FilePlan(Path path, MemoryOptions options, int flags, FileSpace space) {}
