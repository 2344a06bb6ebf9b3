package io.millrace.shm.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file of the user that is read and written at given offsets, between file and memory without a
/// buffer (`pread(2)`, `pwrite(2)`). It is steady under interrupts: an interrupt of the thread
/// neither ends a call nor closes the file, as it would with a `FileChannel`, and the thread's
/// interrupt flag stays set. Safe for all threads.
public final class SteadyFile implements AutoCloseable {
    private static final int MODE = 0666;

    /// Bytes that one system call moves at most: during the call the memory cannot be unmapped.
    private static final long PIECE_BYTES = 64L << 20;

    private final Path path;
    private final Descriptor descriptor;

    private SteadyFile(Path path, Descriptor descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    /// Linked at first use: only some programs read or write such files.
    private static final class Linked {
        static final MethodHandle PREAD = bind("pread");
        static final MethodHandle PWRITE = bind("pwrite");

        private static MethodHandle bind(String name) {
            return LibC.bind(
                    name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
        }
    }

    /// Opens an existing file for reading.
    public static SteadyFile read(Path path) throws IOException {
        return opened(path, Descriptor.O_NONBLOCK);
    }

    /// Creates a new file for writing, with the permissions that the umask leaves.
    public static SteadyFile create(Path path) throws IOException {
        return opened(path, Descriptor.O_CREAT | Descriptor.O_EXCL | Descriptor.O_RDWR);
    }

    private static SteadyFile opened(Path path, int flags) throws IOException {
        Platform.require();
        long result = Descriptor.open(path, flags, MODE);
        if (result < 0) {
            throw failed(path, (int) -result);
        }
        return new SteadyFile(path, new Descriptor((int) result));
    }

    /// The size of the file now.
    public long byteSize() {
        return descriptor.status().byteSize();
    }

    /// Reads from byte `offset` on into `target`, until it is full or the file ends; returns how
    /// many bytes were read.
    public long read(long offset, MemorySegment target) throws IOException {
        return moveAll(Linked.PREAD, offset, target);
    }

    /// Writes all of `source` at byte `offset`.
    public void write(long offset, MemorySegment source) throws IOException {
        long done = moveAll(Linked.PWRITE, offset, source);
        if (done < source.byteSize()) {
            throw failed(path, Errno.ENOSPC);
        }
    }

    private long moveAll(MethodHandle function, long offset, MemorySegment memory) throws IOException {
        long done = 0;
        while (done < memory.byteSize()) {
            MemorySegment piece = memory.asSlice(done, Math.min(PIECE_BYTES, memory.byteSize() - done));
            long count = move(function, offset + done, piece);
            if (count == -Errno.EINTR) {
                continue;
            }
            if (count < 0) {
                throw failed(path, (int) -count);
            }
            if (count == 0) {
                return done;
            }
            done += count;
        }
        return done;
    }

    private long move(MethodHandle function, long offset, MemorySegment memory) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = LibC.state(arena);
            long result =
                    (long) function.invokeExact(state, descriptor.number(), memory, memory.byteSize(), offset);
            return LibC.resultOf(result, state);
        } catch (Throwable failure) {
            throw LibC.unexpected(failure);
        }
    }

    private static IOException failed(Path path, int errno) {
        String file = path.toString();
        return switch (errno) {
            case Errno.ENOENT, Errno.ENOTDIR -> new NoSuchFileException(file);
            case Errno.EACCES, Errno.EPERM -> new AccessDeniedException(file);
            case Errno.EEXIST -> new FileAlreadyExistsException(file);
            default -> new FileSystemException(file, null, Errno.meaning(errno));
        };
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
