package io.millrace.shm.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.layout.FileHeader;
import io.millrace.shm.os.Descriptor;
import io.millrace.shm.os.Descriptor.Access;
import io.millrace.shm.os.FileStatus;
import io.millrace.shm.os.Stat;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that was checked and mapped. The descriptor carries the locks of the attachment and stays
/// open as long as the mapping.
public final class MappedFile implements AutoCloseable {
    private final Path path;
    private final Descriptor descriptor;
    private final FileHeader.Constants constants;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final Access access;
    private volatile boolean kept;

    MappedFile(Path path, Descriptor descriptor, FileHeader.Constants constants, Access access) {
        this.path = path;
        this.descriptor = descriptor;
        this.constants = constants;
        this.access = access;
        memory = map();
    }

    /// Checks and maps what stands at `path`, in this order: kind of file, owner, permissions,
    /// names, file system, header, size and, for writing, boot.
    public static MappedFile open(Path path, Access access) {
        return check(path, Descriptor.open(path, access), access);
    }

    /// As `open`; null if there is no file.
    public static @Nullable MappedFile openIfPresent(Path path, Access access) {
        Descriptor descriptor = Descriptor.openIfPresent(path, access);
        return descriptor == null ? null : check(path, descriptor, access);
    }

    private static MappedFile check(Path path, Descriptor descriptor, Access access) {
        try {
            FileStatus status = descriptor.status();
            TrustCheck.check(path, status);
            TrustCheck.checkLocal(path, descriptor);
            MemorySegment header = copy(descriptor, 0, Math.min(FileHeader.BYTE_SIZE, status.byteSize()));
            FileHeader.Constants constants = HeaderCheck.identity(path, header);
            HeaderCheck.checkGeometry(path, header, status.byteSize());
            if (access == Access.READ_WRITE) {
                HeaderCheck.checkBoot(path, constants);
            }
            return new MappedFile(path, descriptor, constants, access);
        } catch (RuntimeException | Error failure) {
            descriptor.close();
            throw failure;
        }
    }

    private MemorySegment map() {
        FileChannel.MapMode mode =
                access == Access.READ ? FileChannel.MapMode.READ_ONLY : FileChannel.MapMode.READ_WRITE;
        try (FileChannel channel = descriptor.channel(access)) {
            return channel.map(mode, 0, constants.geometry().fileByteSize(), arena);
        } catch (IOException | OutOfMemoryError error) {
            arena.close();
            throw new FileAccessException(
                    "the file cannot be mapped: path=" + path + ", byteSize="
                            + constants.geometry().fileByteSize() + "; is the address space limited (ulimit -v)?",
                    error);
        }
    }

    /// A private copy of a part of the file, read without touching the mapping.
    public MemorySegment copy(long offset, long byteSize) {
        return copy(descriptor, offset, byteSize);
    }

    static MemorySegment copy(Descriptor descriptor, long offset, long byteSize) {
        MemorySegment copy = Arena.ofAuto().allocate(byteSize, 8);
        ByteBuffer buffer = copy.asByteBuffer();
        try (FileChannel channel = descriptor.channel(Access.READ)) {
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
                // a read may be short
            }
        } catch (IOException error) {
            throw new FileAccessException("the file cannot be read: offset=" + offset, error);
        }
        return copy.asSlice(0, buffer.position());
    }

    /// Whether the path still names this file.
    public boolean isNamed() {
        FileStatus named = Stat.ofPath(path.toString());
        return named != null && named.isSameFile(descriptor.status());
    }

    /// Removes the name, if it is still this file's; true if it did. The mapping stays usable.
    public boolean unlink() {
        try {
            return isNamed() && Files.deleteIfExists(path);
        } catch (IOException error) {
            throw new FileAccessException("the file cannot be removed: path=" + path, error);
        }
    }

    /// Writes changed pages to the disk.
    public void force() {
        memory.force();
    }

    /// As it was given.
    public Path path() {
        return path;
    }

    /// What carries the locks.
    public Descriptor descriptor() {
        return descriptor;
    }

    /// Of the header.
    public FileHeader.Constants constants() {
        return constants;
    }

    /// All bytes of the file; read-only if so opened.
    public MemorySegment memory() {
        return memory;
    }

    /// Whether nothing may be written.
    public boolean isReadOnly() {
        return access == Access.READ;
    }

    /// From now on the mapping and the locks on bytes of views stay until the process ends: somebody
    /// has a bare address.
    public void keepMapped() {
        kept = true;
    }

    /// Unmaps, then lets go of all locks; does nothing when the mapping is kept.
    @Override
    public void close() {
        if (kept) {
            return;
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
        descriptor.close();
    }
}
