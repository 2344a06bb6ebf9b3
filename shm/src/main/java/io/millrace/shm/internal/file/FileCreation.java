package io.millrace.shm.internal.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileExistsException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.MemoryOptions.HugePages;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.layout.Geometry;
import io.millrace.shm.internal.layout.LockBytes;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.os.Descriptor;
import io.millrace.shm.internal.os.Errno;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.FileSystemStatus;
import io.millrace.shm.internal.os.Links;
import io.millrace.shm.internal.os.MemoryLimit;
import io.millrace.shm.internal.os.OfdLock;
import io.millrace.shm.internal.os.OwnProcess;
import io.millrace.shm.internal.os.Pages;
import io.millrace.shm.internal.os.RandomIds;
import io.millrace.shm.internal.os.Stat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that has no name yet: it is allocated, mapped and populated, and its header is written.
/// `publish` names it.
///
/// A creator that dies before that leaves nothing. If the system does not support files without a
/// name, it leaves a temporary name, which the sweep of the folder removes; the bytes of that file
/// are locked from its first moment on.
public final class FileCreation implements AutoCloseable {
    static final String TEMPORARY_SUFFIX = ".millrace-new";
    private static final long HUGE_PAGES_FROM_BYTES = 2L << 20;

    private final Path path;
    private final @Nullable Path temporary;
    private final MappedFile file;
    private boolean published;

    private FileCreation(Path path, @Nullable Path temporary, MappedFile file) {
        this.path = path;
        this.temporary = temporary;
        this.file = file;
    }

    /// Creates the file without a name. If the name is taken already, it throws
    /// `FileExistsException` at once.
    public static FileCreation begin(FilePlan plan) {
        Path path = plan.path();
        if (Stat.ofPath(path) != null) {
            throw taken(path);
        }
        Path folder = folderOf(path);
        CrashPoint.hit("create.begin");
        Descriptor unnamed = Descriptor.createUnnamed(folder);
        Path temporary = null;
        Descriptor descriptor = unnamed;
        if (descriptor == null) {
            temporary = folder.resolve("." + RandomIds.next() + TEMPORARY_SUFFIX);
            descriptor = Descriptor.createNew(temporary);
        }
        try {
            OfdLock.tryExclusive(descriptor, LockBytes.ofSlot(1), 1);
            TrustCheck.checkNew(path, descriptor);
            TrustCheck.checkLocal(path, descriptor);
            return new FileCreation(path, temporary, fill(plan, descriptor));
        } catch (RuntimeException | Error failure) {
            descriptor.close();
            remove(temporary);
            throw failure;
        }
    }

    /// The folder that holds a path.
    static Path folderOf(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("not the path of a file: path=" + path);
        }
        return folder;
    }

    private static MappedFile fill(FilePlan plan, Descriptor descriptor) {
        MemoryOptions options = plan.options();
        Geometry geometry = Geometry.of(options);
        plan.space().allocate(descriptor, plan.path(), geometry.fileByteSize());
        CrashPoint.hit("create.allocated");
        var constants = new FileHeader.Constants(
                RandomIds.next(), OwnProcess.bootId(), System.currentTimeMillis(), plan.flags(), geometry);
        MappedFile file = new MappedFile(plan.path(), descriptor, constants, Descriptor.Access.READ_WRITE);
        try {
            adviseHuge(options, file);
            if (options.populate() && isSensible(descriptor, geometry.fileByteSize())) {
                Pages.populate(file.memory());
            }
            FileHeader.write(file.memory(), constants);
            CrashPoint.hit("create.header");
            return file;
        } catch (RuntimeException | Error failure) {
            file.close();
            throw failure;
        }
    }

    private static void adviseHuge(MemoryOptions options, MappedFile file) {
        boolean always = options.hugePages() == HugePages.ALWAYS;
        if (always || options.hugePages() == HugePages.AUTO && file.memory().byteSize() >= HUGE_PAGES_FROM_BYTES) {
            long result = Pages.adviseHuge(file.memory());
            if (always) {
                Errno.check(result, "madvise MADV_HUGEPAGE", file.path());
            }
        }
    }

    /// Whether to populate the file. Pages of a file in memory exist in any case; populating a file
    /// on disk pays only while all of it fits into memory.
    private static boolean isSensible(Descriptor descriptor, long byteSize) {
        return FileSystemStatus.of(descriptor).isMemory() || byteSize <= MemoryLimit.machineAvailable() / 2;
    }

    /// The file; the creator attaches to it before it has a name.
    public MappedFile file() {
        return file;
    }

    /// Gives the file its name in one step, unless the name is taken: then it throws
    /// `FileExistsException`.
    public void publish() {
        CrashPoint.hit("create.beforeName");
        boolean named = temporary == null ? Links.name(file.descriptor(), path) : Links.rename(temporary, path);
        if (!named) {
            throw taken(path);
        }
        published = true;
        CrashPoint.hit("create.named");
    }

    static boolean isTemporary(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().endsWith(TEMPORARY_SUFFIX);
    }

    /// Removes the temporary name of a file that already has its final name, for a creator that
    /// died between the two or is about to remove it itself (`Links.rename`).
    static void finishNaming(Path path, FileStatus named) {
        if (isTemporary(path)) {
            return;
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folderOf(path), FileCreation::isTemporary)) {
            for (Path file : files) {
                FileStatus status = Stat.ofPath(file);
                if (status != null && status.isSameFile(named)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // then the check of its names refuses the file
        }
    }

    private static FileExistsException taken(Path path) {
        if (Files.isDirectory(path)) {
            return new FileExistsException(
                    "it is a folder: path=" + path.toAbsolutePath() + "; give the path of a new file in it");
        }
        return new FileExistsException(
                "a file of that name exists: path=" + path + "; attach to it, delete it, or use openOrCreate");
    }

    /// Removes a file that was not published.
    @Override
    public void close() {
        if (!published) {
            file.close();
            remove(temporary);
        }
    }

    private static void remove(@Nullable Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException error) {
                throw new FileAccessException("a temporary file cannot be removed: path=" + temporary, error);
            }
        }
    }
}
