package io.millrace.shm;

import java.nio.file.Path;

/// Stands for one file that this process is attached to, where the whole of [SharedMemory] is not
/// needed: a codec is bound to it. `SharedMemory` is the handle that programs have; nothing but
/// Millrace implements this interface.
public interface MemoryHandle {
    /// The path of the file.
    Path file();
}
