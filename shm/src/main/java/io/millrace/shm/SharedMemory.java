package io.millrace.shm;

import io.millrace.shm.file.DefaultFolder;
import io.millrace.shm.file.FileCreation;
import io.millrace.shm.file.FilePlan;
import io.millrace.shm.file.FileSweep;
import io.millrace.shm.file.MappedFile;
import io.millrace.shm.layout.FileHeader;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.os.Descriptor.Access;
import io.millrace.shm.os.FileSpace;
import io.millrace.shm.os.Stat;
import io.millrace.shm.process.Attachment;
import io.millrace.shm.process.Attachment.FileReplaced;
import io.millrace.shm.process.Attachment.Identity;
import io.millrace.shm.process.Sweeper;
import io.millrace.shm.process.Watcher;
import io.millrace.shm.region.BareAccess;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.RegionStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The one door to a shared file: makes it, attaches to it, and leads from names to arrays, values
/// and structs.
///
/// ```java
/// try (SharedMemory memory = SharedMemory.create(Path.of("/dev/shm/prices.mill"), 2L << 30)) {
///     DoubleArray prices = memory.newDoubleArray("prices", 100_000_000);
/// }
/// ```
///
/// Safe for all threads. Any process that is attached may be killed at any instruction; the others
/// notice within half a second after the kernel released what it held, and go on. After `close`
/// every call and every handle throws `IllegalStateException`.
public final class SharedMemory extends NamedPipes implements AutoCloseable {
    private static final Identity USER = new Identity("user", "");
    private static final IntPredicate TEMPORARY = flags -> (flags & FileHeader.TEMPORARY) != 0;
    private static final IntPredicate NOT_PERSISTENT = flags -> (flags & FileHeader.PERSISTENT) == 0;

    private final MappedFile file;
    private final RegionStore store;
    private final Parts parts;
    private final List<Sweeper> sweepers = new ArrayList<>();
    private final Pins pins = new Pins();
    private final boolean creator;
    private @Nullable Attachment attachment;
    private @Nullable Watcher watcher;
    private boolean closed;

    private SharedMemory(MappedFile file, boolean creator) {
        this.file = file;
        this.creator = creator;
        parts = new Parts(this);
        store = new RegionStore(file, this, parts.all());
        sweepers.add(store.sweeper()); // first, so that what the parts open is not condemned by the dead
        parts.sweepers().forEach(sweepers::add);
    }

    /// A new file with room for `byteSize` bytes of regions, mode 0600, its space really allocated.
    /// `FileExistsException`, `OutOfSpaceException`, `FileAccessException`.
    public static SharedMemory create(Path path, long byteSize) {
        return create(path, MemoryOptions.defaults().byteSize(byteSize));
    }

    /// A new file as the options say.
    public static SharedMemory create(Path path, MemoryOptions options) {
        return create(path, options, FileSpace.ofSystem());
    }

    static SharedMemory create(Path path, MemoryOptions options, FileSpace space) {
        Path absolute = path.toAbsolutePath();
        sweepFolderOf(absolute);
        return create(new FilePlan(absolute, options, options.persistent() ? FileHeader.PERSISTENT : 0, space));
    }

    private static SharedMemory create(FilePlan plan) {
        try (FileCreation creation = FileCreation.begin(plan)) {
            SharedMemory memory = new SharedMemory(creation.file(), true);
            memory.joined(Attachment.create(creation.file(), memory.sweepers, USER));
            creation.publish();
            memory.watch(plan.options().recovery());
            return memory;
        }
    }

    /// Attaches to an existing file. `FileFormatException`, `FileAccessException`,
    /// `TooManyProcessesException`.
    public static SharedMemory attach(Path path) {
        return attach(path, USER, MemoryOptions.Recovery.THREAD);
    }

    /// As `attach(Path)`; the caller looks after the dead, or not, as it says.
    public static SharedMemory attach(Path path, MemoryOptions.Recovery recovery) {
        return attach(path, USER, recovery);
    }

    /// As `attach(Path)`, shown to others under this role and name: at most 15 and 55 bytes of
    /// them.
    public static SharedMemory attach(Path path, String role, String name) {
        return attach(path, new Identity(role, name), MemoryOptions.Recovery.THREAD);
    }

    private static SharedMemory attach(
            Path path, Identity identity, MemoryOptions.Recovery recovery) {
        Path absolute = path.toAbsolutePath();
        sweepFolderOf(absolute);
        while (true) {
            SharedMemory memory =
                    join(MappedFile.open(absolute, Access.READ_WRITE), identity, recovery);
            if (memory != null) {
                return memory;
            }
        }
    }

    /// Null, with the file closed, when it was swept between opening and joining.
    private static @Nullable SharedMemory join(
            MappedFile file, Identity identity, MemoryOptions.Recovery recovery) {
        try {
            SharedMemory memory = new SharedMemory(file, false);
            memory.joined(Attachment.join(file, memory.sweepers, identity));
            if (recovery == MemoryOptions.Recovery.THREAD) {
                memory.recoverDead();
            }
            memory.watch(recovery);
            return memory;
        } catch (FileReplaced sweptMeanwhile) {
            file.close();
            return null;
        } catch (RuntimeException | Error failure) {
            file.close();
            throw failure;
        }
    }

    /// Attaches to the file or makes it, whichever is needed; several processes may do so at once.
    public static SharedMemory openOrCreate(Path path, MemoryOptions options) {
        Path absolute = path.toAbsolutePath();
        sweepFolderOf(absolute);
        while (true) {
            MappedFile file = MappedFile.openIfPresent(absolute, Access.READ_WRITE);
            try {
                SharedMemory memory =
                        file == null ? create(absolute, options) : join(file, USER, options.recovery());
                if (memory != null) {
                    return memory;
                }
            } catch (FileExistsException another) {
                continue;
            }
        }
    }

    /// Looks at a file without touching it: takes no slot and writes no byte, so it works on the
    /// files of dead programs and of other boots. A write through it is an
    /// `UnsupportedOperationException`.
    public static SharedMemory attachReadOnly(Path path) {
        MappedFile file = MappedFile.open(path.toAbsolutePath(), Access.READ);
        try {
            SharedMemory memory = new SharedMemory(file, false);
            memory.joined(Attachment.observe(file));
            return memory;
        } catch (RuntimeException | Error failure) {
            file.close();
            throw failure;
        }
    }

    /// A new file in the default folder, removed when this process closes it; if this process dies,
    /// when the last one attached closes it, or by the next look into that folder.
    public static SharedMemory temporary(long byteSize) {
        return temporary(MemoryOptions.defaults().byteSize(byteSize));
    }

    /// A temporary file as the options say.
    public static SharedMemory temporary(MemoryOptions options) {
        Path folder = DefaultFolder.prepare();
        FileSweep.sweepFolder(folder, TEMPORARY);
        Path path = folder.resolve("temporary-" + UUID.randomUUID() + ".mill");
        return create(new FilePlan(path, options, FileHeader.TEMPORARY, FileSpace.ofSystem()));
    }

    /// Removes the files of the default folder that no living process holds, but for persistent
    /// ones; says which.
    public static List<Path> sweep() {
        Path folder = DefaultFolder.path();
        return Stat.ofPath(folder.toString()) == null
                ? List.of()
                : FileSweep.sweepFolder(DefaultFolder.prepare(), NOT_PERSISTENT);
    }

    /// Temporary files exist only in the default folder; who comes by removes those whose users all
    /// died.
    private static void sweepFolderOf(Path path) {
        Path folder = path.getParent();
        if (folder != null && folder.equals(DefaultFolder.path().toAbsolutePath())) {
            FileSweep.sweepFolder(folder, TEMPORARY);
        }
    }

    private void joined(Attachment own) {
        attachment = own;
        store.join(own);
        if (!file.isReadOnly()) {
            parts.joined();
        }
    }

    private void watch(MemoryOptions.Recovery recovery) {
        if (recovery == MemoryOptions.Recovery.THREAD) {
            watcher = new Watcher(file.path().getFileName().toString(), () -> tend(Attachment::recoverSomeDead));
        }
    }

    /// What the watcher thread does every 100 ms, for those who chose `MANUAL` recovery: cleans up
    /// after processes that died and threads that ended, and closes what others dropped. The watcher asks about 16 of the
    /// living each time, this about all.
    public void recoverDead() {
        tend(Attachment::recoverDead);
    }

    private void tend(Consumer<Attachment> recovery) {
        if (!file.isReadOnly()) {
            parts.tend();
            recovery.accept(attachment());
            store.settle();
        }
    }

    @Override
    public Path file() {
        return file.path();
    }

    /// What regions may use together.
    public long byteSize() {
        return file.constants().geometry().userByteSize();
    }

    /// What further regions may use together; fragmentation may split it.
    public long freeBytes() {
        return store.freeBytes();
    }

    /// Tells this file from every other, also from later ones of the same name.
    public UUID id() {
        return file.constants().id();
    }

    /// Whether it was attached read-only.
    public boolean isReadOnly() {
        return file.isReadOnly();
    }

    /// The regions of the users.
    public List<RegionInfo> regions() {
        return store.all().stream()
                .filter(region -> region.kind() != RegionKind.ENGINE)
                .toList();
    }

    /// The region of that name, if there is one.
    public Optional<RegionInfo> region(String name) {
        Objects.requireNonNull(name, "name");
        return store.find(name);
    }

    /// The living who are attached; one that looks read-only is not among them.
    public List<ProcessInfo> processes() {
        return attachment().living();
    }

    /// Frees a region. Handles on it, here and elsewhere, throw `RegionDroppedException` from then
    /// on; its bytes are used again when no living process has it open. `NoSuchRegionException`;
    /// `IllegalStateException` when a running job uses it.
    public void drop(String name) {
        store.drop(Objects.requireNonNull(name, "name"));
    }

    /// @hidden An inner seam.
    @Override
    public void drop(Region region) {
        store.drop(region);
    }

    /// Writes everything to the disk, if the file is on one.
    public void force() {
        file.force();
    }

    /// Unmaps the file here and gives the slot back; the file stays unless it is temporary.
    /// `IllegalStateException` while a pool is open on it. Does nothing the second time.
    @Override
    public void close() {
        close(creator && TEMPORARY.test(file.constants().flags()));
    }

    /// Closes, and removes the file; others that are attached keep what they have.
    public void delete() {
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
        store.close(parts::leave);
        closed = true;
        file.close();
        CrashPoint.hit("close.left");
        if (!remove && !file.isReadOnly() && TEMPORARY.test(file.constants().flags())) {
            FileSweep.sweep(file(), TEMPORARY);
        }
    }

    @Override
    public Region createRegion(RegionRequest request) {
        return store.create(request);
    }

    @Override
    public Region openRegion(String name, RegionKind kind) {
        return store.open(Objects.requireNonNull(name, "name"), kind);
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
    public Attachment attachment() {
        if (attachment == null) {
            throw new IllegalStateException("not attached yet: file=" + file());
        }
        return attachment;
    }

    @Override
    public Attachment join(String role, String name) {
        Attachment another = Attachment.joinAgain(file, sweepers, new Identity(role, name));
        store.joinAgain(another);
        return another;
    }

    @Override
    public BareAccess bareAccess() {
        return store.bareAccess();
    }

    @Override
    public Pin pin(String what) {
        return pins.add(what);
    }
}
