package io.millrace.shm.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileExistsException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.MemoryOptions.HugePages;
import io.millrace.shm.layout.FileHeader;
import io.millrace.shm.layout.Geometry;
import io.millrace.shm.layout.LockBytes;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.os.Descriptor;
import io.millrace.shm.os.Errno;
import io.millrace.shm.os.FileSystemStatus;
import io.millrace.shm.os.Links;
import io.millrace.shm.os.MemoryLimit;
import io.millrace.shm.os.OfdLock;
import io.millrace.shm.os.OwnProcess;
import io.millrace.shm.os.Pages;
import io.millrace.shm.os.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A file that has no name yet: allocated, mapped, populated, its header written. `publish` names
/// it.
///
/// A creator that dies before leaves nothing, or, where files without a name are not supported, a
/// temporary name that the sweep of its folder removes: its bytes are locked from the first moment
/// of its life.
public final class FileCreation implements AutoCloseable {
    static final String TEMPORARY_SUFFIX = ".millrace-new";
    private static final long HUGE_FROM = 2L << 20;

    private final Path path;
    private final @Nullable Path temporary;
    private final MappedFile file;
    private boolean published;

    private FileCreation(Path path, @Nullable Path temporary, MappedFile file) {
        this.path = path;
        this.temporary = temporary;
        this.file = file;
    }

    /// Makes all but the name. `FileExistsException` at once if the name is taken already.
    public static FileCreation begin(FilePlan plan) {
        Path path = plan.path();
        if (Stat.ofPath(path.toString()) != null) {
            throw taken(path);
        }
        Path folder = folderOf(path);
        CrashPoint.hit("create.begin");
        Descriptor unnamed = Descriptor.createUnnamed(folder);
        Path temporary = null;
        Descriptor descriptor = unnamed;
        if (descriptor == null) {
            temporary = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + TEMPORARY_SUFFIX);
            descriptor = Descriptor.createNew(temporary);
        }
        try {
            OfdLock.tryExclusive(descriptor, LockBytes.ofSlot(1), 1);
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
        plan.space().allocate(descriptor, geometry.fileByteSize());
        CrashPoint.hit("create.allocated");
        var constants = new FileHeader.Constants(
                UUID.randomUUID(), OwnProcess.bootId(), System.currentTimeMillis(), plan.flags(), geometry);
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
        if (always || options.hugePages() == HugePages.AUTO && file.memory().byteSize() >= HUGE_FROM) {
            long result = Pages.adviseHuge(file.memory());
            if (always) {
                Errno.check(result, "madvise MADV_HUGEPAGE", file.path());
            }
        }
    }

    /// Pages of a memory file exist anyway; those of a disk file only pay while they all fit.
    private static boolean isSensible(Descriptor descriptor, long byteSize) {
        return FileSystemStatus.of(descriptor).isMemory() || byteSize <= MemoryLimit.machineAvailable() / 2;
    }

    /// The file, to be attached to before it is named.
    public MappedFile file() {
        return file;
    }

    /// Gives the file its name, in one step and only if nothing has it: else `FileExistsException`.
    public void publish() {
        CrashPoint.hit("create.beforeName");
        boolean named = temporary == null ? Links.name(file.descriptor(), path) : Links.rename(temporary, path);
        if (!named) {
            throw taken(path);
        }
        published = true;
        CrashPoint.hit("create.named");
    }

    private static FileExistsException taken(Path path) {
        return new FileExistsException(
                "a file of that name exists: path=" + path + "; attach to it, delete it, or use openOrCreate");
    }

    /// Removes what was not published.
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
