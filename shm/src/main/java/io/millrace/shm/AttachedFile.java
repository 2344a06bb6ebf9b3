package io.millrace.shm;

import io.millrace.shm.internal.file.DefaultFolder;
import io.millrace.shm.internal.file.FileCreation;
import io.millrace.shm.internal.file.FilePlan;
import io.millrace.shm.internal.file.FileSweep;
import io.millrace.shm.internal.file.FileSweep.Scope;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.file.OpenFile;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.os.Descriptor.Access;
import io.millrace.shm.internal.os.FileSpace;
import io.millrace.shm.internal.os.Platform;
import io.millrace.shm.internal.os.RandomIds;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.process.ProcessSlotHolder.FileReplaced;
import io.millrace.shm.internal.process.ProcessSlotHolder.Identity;
import io.millrace.shm.internal.process.Sweeper;
import io.millrace.shm.internal.process.Watcher;
import io.millrace.shm.internal.region.GracePeriod;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.RegionStore;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.view.FileView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One attachment of this process to a file: the mapping, the process slot, the regions, and the
/// thread that cleans up after dead processes. [SharedMemory] is what users see of it.
///
/// **Life.** A static method maps the file and takes a slot; [#close] gives back what this process
/// holds in regions, then the slot, then unmaps. A process that dies between two of these steps
/// leaves a slot whose lock the kernel releases, and every other process sweeps it.
final class AttachedFile implements Regions {
    private static final Identity USER = new Identity("user", "");

    private final MappedFile file;
    private final boolean creator;
    private final RegionStore store;
    private final RecoveryServices services;
    private final List<Sweeper> sweepers = new ArrayList<>();
    private final UsePins pins = new UsePins();
    private final SharedMemory handle;
    private @Nullable ProcessSlotHolder slotHolder;
    private @Nullable Watcher watcher;
    private boolean closed;

    private AttachedFile(MappedFile file, boolean creator) {
        this.file = file;
        this.creator = creator;
        services = new RecoveryServices(this);
        store = new RegionStore(file, this, services.all());
        sweepers.add(store.sweeper()); // first: the services open regions that a dead process may have half dropped
        sweepers.addAll(services.sweepers());
        handle = new SharedMemory(this);
    }

    /// Creates the file and attaches to it.
    static AttachedFile create(Path path, MemoryOptions options, FileSpace space) {
        int flags = options.persistent() ? FileHeader.PERSISTENT : 0;
        return create(new FilePlan(trustedPath(path), options, flags, space));
    }

    /// Creates a temporary file in the default folder.
    static AttachedFile temporary(MemoryOptions options) {
        Platform.require();
        Path folder = DefaultFolder.prepare();
        FileSweep.sweepFolder(folder, Scope.TEMPORARY);
        Path path = folder.resolve("temporary-" + RandomIds.next() + ".mill");
        return create(new FilePlan(path, options, FileHeader.TEMPORARY, FileSpace.ofSystem()));
    }

    private static AttachedFile create(FilePlan plan) {
        try (FileCreation creation = FileCreation.begin(plan)) {
            AttachedFile attached = new AttachedFile(creation.file(), true);
            attached.joined(ProcessSlotHolder.create(creation.file(), attached.sweepers, USER));
            creation.publish();
            attached.watch(plan.options().recovery());
            return attached;
        }
    }

    /// Attaches to an existing file.
    static AttachedFile attach(Path path, MemoryOptions.Recovery recovery) {
        return attach(path, USER, recovery);
    }

    /// Attaches to an existing file under a role and a name.
    static AttachedFile attach(Path path, String role, String name) {
        return attach(path, new Identity(role, name), MemoryOptions.Recovery.THREAD);
    }

    private static AttachedFile attach(Path path, Identity identity, MemoryOptions.Recovery recovery) {
        Path absolute = trustedPath(path);
        AttachedFile attached = null;
        while (attached == null) {
            attached = tryJoin(MappedFile.open(absolute, Access.READ_WRITE), identity, recovery);
        }
        return attached;
    }

    /// Attaches to the file that the parent of this process has open.
    static AttachedFile attach(OpenFile wanted, String role, String name) {
        AttachedFile attached = null;
        while (attached == null) {
            attached = tryJoin(MappedFile.open(wanted), new Identity(role, name), MemoryOptions.Recovery.THREAD);
        }
        return attached;
    }

    /// Attaches to the file, or creates it. Several processes may do so at once: the one that loses
    /// the race to create the file attaches to it.
    static AttachedFile openOrCreate(Path path, MemoryOptions options) {
        Path absolute = trustedPath(path);
        while (true) {
            MappedFile file = MappedFile.openIfPresent(absolute, Access.READ_WRITE);
            try {
                AttachedFile attached = file == null
                        ? create(absolute, options, FileSpace.ofSystem())
                        : tryJoin(file, USER, options.recovery());
                if (attached != null) {
                    return attached;
                }
            } catch (FileExistsException another) {
                continue;
            }
        }
    }

    /// Maps the file read-only and takes no slot.
    static AttachedFile observe(Path path) {
        Platform.require();
        return observe(MappedFile.open(path.toAbsolutePath(), Access.READ));
    }

    private static AttachedFile observe(MappedFile file) {
        try {
            AttachedFile attached = new AttachedFile(file, false);
            attached.joined(ProcessSlotHolder.observe(file));
            return attached;
        } catch (RuntimeException | Error failure) {
            file.close();
            throw failure;
        }
    }

    /// Null, with the file closed, when another process removed it between opening and joining.
    private static @Nullable AttachedFile tryJoin(
            MappedFile file, Identity identity, MemoryOptions.Recovery recovery) {
        try {
            AttachedFile attached = new AttachedFile(file, false);
            attached.joined(ProcessSlotHolder.join(file, attached.sweepers, identity));
            if (recovery == MemoryOptions.Recovery.THREAD) {
                attached.recoverDead();
            }
            attached.watch(recovery);
            return attached;
        } catch (FileReplaced removedMeanwhile) {
            file.close();
            return null;
        } catch (RuntimeException | Error failure) {
            file.close();
            throw failure;
        }
    }

    /// The absolute path of a file to create or attach to. If it lies in a default folder, the
    /// temporary files there whose processes all died are removed first.
    private static Path trustedPath(Path path) {
        Platform.require();
        Path absolute = path.toAbsolutePath();
        DefaultFolder.requireTrusted(absolute);
        Path folder = absolute.getParent();
        if (folder != null && DefaultFolder.existing().contains(folder)) {
            FileSweep.sweepFolder(folder, Scope.TEMPORARY);
        }
        return absolute;
    }

    /// Removes abandoned files from the default folders.
    static List<Path> sweep() {
        Platform.require();
        return DefaultFolder.existing().stream()
                .flatMap(folder -> FileSweep.sweepFolder(folder, Scope.NOT_PERSISTENT).stream())
                .toList();
    }

    private void joined(ProcessSlotHolder own) {
        slotHolder = own;
        store.join(own);
        if (!file.isReadOnly()) {
            services.joined();
        }
    }

    private void watch(MemoryOptions.Recovery recovery) {
        if (recovery == MemoryOptions.Recovery.THREAD) {
            String name = file.path().getFileName().toString();
            watcher = new Watcher(name, new Tending());
        }
    }

    /// What the watcher does.
    private final class Tending implements Runnable {
        @Override
        public void run() {
            if (!file.isReadOnly()) {
                services.tend();
                slotHolder().recoverSomeDead();
                store.reclaim();
            }
        }
    }

    /// Asks about all processes, sweeps the dead ones, and closes dropped regions.
    void recoverDead() {
        if (!file.isReadOnly()) {
            services.tend();
            slotHolder().recoverDead();
            store.reclaim();
        }
    }

    @Override
    public SharedMemory handle() {
        return handle;
    }

    @Override
    public Path file() {
        return file.path();
    }

    @Override
    public synchronized OpenFile openFile() {
        requireOpen();
        return file.asSeenByOthers();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("memory closed: file=" + file() + "; attach to it again");
        }
    }

    UUID id() {
        return file.constants().id();
    }

    boolean isReadOnly() {
        return file.isReadOnly();
    }

    long byteSize() {
        return file.constants().geometry().userByteSize();
    }

    long freeBytes() {
        return store.freeBytes();
    }

    Optional<RegionInfo> region(String name) {
        return store.find(name);
    }

    void drop(String name) {
        store.drop(name);
    }

    void force() {
        file.force();
    }

    /// Closes, and removes the file if this process created it as a temporary one.
    void close() {
        close(creator && isTemporary());
    }

    private boolean isTemporary() {
        return Scope.TEMPORARY.includes(file.constants().flags());
    }

    /// Closes and removes the file.
    void delete() {
        if (file.isReadOnly()) {
            throw new UnsupportedOperationException("the file was attached read-only: file=" + file() + "; use attach");
        }
        close(true);
    }

    private synchronized void close(boolean remove) {
        if (closed) {
            return;
        }
        pins.requireNone(file());
        if (watcher != null) {
            watcher.close();
        }
        if (remove) {
            file.unlink();
            CrashPoint.hit("close.unlinked");
        }
        store.close(services);
        closed = true;
        boolean named = !remove && file.isNamed(); // else the name belongs to another file
        file.close();
        CrashPoint.hit("close.left");
        if (named && !file.isReadOnly() && isTemporary()) {
            FileSweep.sweep(file(), Scope.TEMPORARY);
        }
    }

    @Override
    public Region createRegion(RegionRequest request) {
        return store.create(request);
    }

    @Override
    public Region openRegion(String name, RegionKind kind) {
        return store.open(name, kind);
    }

    @Override
    public Region openRegion(int row, long generation) {
        return store.open(row, generation);
    }

    @Override
    public List<Region> openAll(RegionKind kind) {
        return store.openAll(kind);
    }

    @Override
    public List<RegionInfo> allRegions() {
        return store.all();
    }

    @Override
    public FileView fileView() {
        return file.view(store.freeBytes(), store.largestFreeBytes());
    }

    @Override
    public <T> T observe(Function<Regions, T> look) {
        if (file.isReadOnly()) {
            return look.apply(this);
        }
        AttachedFile observer = observe(reopened());
        try {
            return look.apply(observer);
        } finally {
            observer.close();
        }
    }

    private synchronized MappedFile reopened() {
        requireOpen();
        return file.reopenReadOnly();
    }

    @Override
    public void drop(Region region) {
        store.drop(region);
    }

    @Override
    public ProcessSlotHolder slotHolder() {
        if (slotHolder == null) {
            throw new IllegalStateException("not attached yet: file=" + file());
        }
        return slotHolder;
    }

    @Override
    public ProcessSlotHolder join(String role, String name) {
        ProcessSlotHolder another = ProcessSlotHolder.joinAgain(file, sweepers, new Identity(role, name));
        store.joinAgain(another);
        return another;
    }

    @Override
    public GracePeriod gracePeriod() {
        return store.gracePeriod();
    }

    @Override
    public Pin pin(String what) {
        return pins.add(what);
    }

    /// What `SharedMemory` registers for Millrace's own packages.
    static final class Door implements MemoryAccess.Door {
        @Override
        public Regions regionsOf(MemoryHandle memory) {
            if (memory instanceof SharedMemory known) {
                return known.attached();
            }
            throw new IllegalArgumentException("no SharedMemory: class=" + memory.getClass().getName());
        }

        @Override
        public MemoryHandle attach(OpenFile file, String role, String name) {
            return AttachedFile.attach(file, role, name).handle();
        }
    }
}
