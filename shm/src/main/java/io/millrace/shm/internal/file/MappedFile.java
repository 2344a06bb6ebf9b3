package io.millrace.shm.internal.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.file.FileSweep.Scope;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.os.Descriptor;
import io.millrace.shm.internal.os.Descriptor.Access;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.Mapping;
import io.millrace.shm.internal.os.OwnProcess;
import io.millrace.shm.internal.os.Stat;
import io.millrace.shm.view.FileView;
import io.millrace.shm.view.FileView.Lifetime;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file that was checked and mapped. Its descriptor carries the locks of the attachment and stays
/// open as long as the mapping.
public final class MappedFile implements AutoCloseable {
    private final Path path;
    private final Descriptor descriptor;
    private final FileHeader.Constants constants;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final Access access;
    private boolean handedOver;
    private volatile boolean kept;

    MappedFile(Path path, Descriptor descriptor, FileHeader.Constants constants, Access access) {
        this.path = path;
        this.descriptor = descriptor;
        this.constants = constants;
        this.access = access;
        memory = map();
    }

    /// Checks and maps the file at `path`. The checks, in this order: kind of file, owner,
    /// permissions, names, file system, header, size and, for writing, boot.
    public static MappedFile open(Path path, Access access) {
        return check(path, Descriptor.open(path, access), access);
    }

    /// As `open`; null if there is no file.
    public static @Nullable MappedFile openIfPresent(Path path, Access access) {
        Descriptor descriptor = Descriptor.openIfPresent(path, access);
        return descriptor == null ? null : check(path, descriptor, access);
    }

    /// Checks and maps a file that the parent of this process has open, even if its name is gone or
    /// names another file. If the system does not show the open files of the parent, the name has
    /// to lead to the file.
    ///
    /// @throws FileAccessException when the file is found in neither way
    public static MappedFile open(OpenFile wanted) {
        Descriptor descriptor = wanted.open().open();
        MappedFile file = descriptor != null
                ? check(wanted.path(), descriptor, Access.READ_WRITE)
                : openIfPresent(wanted.path(), Access.READ_WRITE);
        if (file != null && file.constants.id().equals(wanted.id())) {
            file.handedOver = descriptor != null;
            return file;
        }
        if (file != null) {
            file.close();
        }
        throw new FileAccessException(
                "the file of the parent process cannot be opened: path=%s, found=%s, open=%s; the parent has"
                                .formatted(wanted.path(), file == null ? "nothing" : file.constants.id(), wanted.word())
                        + " closed the memory, by which a temporary file goes away: let it wait for this process (join)"
                        + " before. Or this process may not look at what the parent has open (/proc/PID/fd): keep the"
                        + " name of the file, or let both run as one user with the same /proc");
    }

    /// Opens the file once more, read-only, whatever has become of its name.
    public MappedFile reopenReadOnly() {
        return check(path, descriptor.reopen(Access.READ), Access.READ);
    }

    private static MappedFile check(Path path, Descriptor descriptor, Access access) {
        try {
            FileStatus status = TrustCheck.check(path, descriptor, access);
            TrustCheck.checkLocal(path, descriptor);
            MemorySegment header = descriptor.copy(0, FileHeader.BYTE_SIZE);
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
        try {
            return Mapping.of(descriptor, constants.geometry().fileByteSize(), access, arena);
        } catch (FileAccessException refused) {
            arena.close();
            throw new FileAccessException(
                    "the file cannot be mapped: path=" + path + "; " + refused.getMessage(), refused);
        }
    }

    /// A private copy of a part of the file, read without the mapping.
    public MemorySegment copy(long offset, long byteSize) {
        return descriptor.copy(offset, byteSize);
    }

    /// The file as a whole.
    ///
    /// @param freeBytes what the directory leaves free
    /// @param largestFreeBytes the largest piece of that
    public FileView view(long freeBytes, long largestFreeBytes) {
        return new FileView(
                path,
                constants.id(),
                FileHeader.VERSION,
                constants.geometry().fileByteSize(),
                constants.geometry().userByteSize(),
                freeBytes,
                largestFreeBytes,
                Instant.ofEpochMilli(constants.createdAt()),
                constants.boot().equals(OwnProcess.bootId()),
                lifetime(constants.flags()));
    }

    private static Lifetime lifetime(int flags) {
        if (Scope.TEMPORARY.includes(flags)) {
            return Lifetime.TEMPORARY;
        }
        return Scope.NOT_PERSISTENT.includes(flags) ? Lifetime.NAMED : Lifetime.PERSISTENT;
    }

    /// Whether the path still names this file.
    public boolean isNamed() {
        FileStatus named = Stat.ofPath(path);
        return named != null && named.isSameFile(descriptor.status());
    }

    /// Whether this process may attach: the path still names this file, or an attached process
    /// handed the file over, so it needs no name.
    public boolean isReachable() {
        return handedOver || isNamed();
    }

    /// The open file, as a child of this process needs it to attach.
    public OpenFile asSeenByOthers() {
        return new OpenFile(path, descriptor.asSeenByOthers(), constants.id());
    }

    /// Removes the name if it is still that of this file; returns whether it did. The mapping stays
    /// usable.
    public boolean unlink() {
        try {
            return isNamed() && Files.deleteIfExists(path);
        } catch (IOException error) {
            throw new FileAccessException("the file cannot be removed: path=" + path, error);
        }
    }

    /// Writes changed pages to the disk.
    public void force() {
        Mapping.force(memory);
    }

    /// The path, as the caller gave it.
    public Path path() {
        return path;
    }

    /// The descriptor, which carries the locks.
    public Descriptor descriptor() {
        return descriptor;
    }

    /// The constants of the header.
    public FileHeader.Constants constants() {
        return constants;
    }

    /// All bytes of the file; read-only if the file was opened to read.
    public MemorySegment memory() {
        return memory;
    }

    /// Whether the file was opened to read.
    public boolean isReadOnly() {
        return access == Access.READ;
    }

    /// Keeps the mapping, and the locks on bytes of views, until the process ends: some code has
    /// the address of a region.
    public void keepMapped() {
        kept = true;
    }

    /// Unmaps the file, then releases all locks; does nothing if the mapping is kept.
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
