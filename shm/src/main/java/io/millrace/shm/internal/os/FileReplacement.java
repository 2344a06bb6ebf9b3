package io.millrace.shm.internal.os;

import io.millrace.shm.FileAccessException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that is written under a temporary name beside its place, and takes that place in one step when it is
/// complete: it is there as a whole or not at all. A process that dies before leaves the temporary file.
public final class FileReplacement implements AutoCloseable {
    private final Path path;
    private final Path target;
    private final Path temporary;
    private final SteadyFile file;

    /// Creates the temporary file.
    ///
    /// @param path a regular file that is there is replaced; behind symbolic links, the file that they lead to
    /// @throws FileAccessException the folder refuses a new file, or something else than a regular file has that name:
    ///         a device or a pipe is not replaced
    public FileReplacement(Path path) {
        this.path = path;
        this.target = target(path);
        this.temporary = target.resolveSibling(".%s.tmp".formatted(RandomIds.next()));
        try {
            this.file = SteadyFile.create(temporary);
        } catch (IOException e) {
            throw UserFiles.failed("write", path, e);
        }
    }

    /// The file that is replaced.
    private static Path target(Path path) {
        if (!Files.exists(path)) {
            return path.toAbsolutePath();
        }
        if (!Files.isRegularFile(path)) {
            throw new FileAccessException(
                    "cannot write: file=%s is there and is not a regular file; give another path".formatted(path));
        }
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw UserFiles.failed("write", path, e);
        }
    }

    /// Writes bytes of native memory at byte `offset`.
    ///
    /// @throws FileAccessException they cannot be written
    public void write(long offset, MemorySegment bytes) {
        try {
            file.write(offset, bytes);
        } catch (IOException e) {
            throw UserFiles.failed("write", path, e);
        }
    }

    /// Writes bytes of the heap at the start of the file.
    ///
    /// @throws FileAccessException they cannot be written
    public void writeHeader(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            write(0, arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes)));
        }
    }

    /// The temporary file, for a writer of its own.
    public Path temporary() {
        return temporary;
    }

    /// Puts the file in its place. Nothing is written afterwards.
    ///
    /// @throws FileAccessException the folder refuses that
    public void commit() {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw UserFiles.failed("write", path, e);
        }
    }

    /// Removes the temporary file, unless it was committed.
    @Override
    public void close() {
        file.close();
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw UserFiles.failed("remove", temporary, e);
        }
    }
}
