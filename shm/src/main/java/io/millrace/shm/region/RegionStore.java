package io.millrace.shm.region;

import io.millrace.shm.MillraceException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.file.MappedFile;
import io.millrace.shm.layout.DirectoryEntry;
import io.millrace.shm.os.Pause;
import io.millrace.shm.process.Attachment;
import io.millrace.shm.process.Sweeper;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The regions of one attached file as one process sees them: makes, opens, drops and closes them.
///
/// Closing waits for calls at work: a region that is half made when its slot is given back would be
/// written to by a process that no longer answers for it.
public final class RegionStore {
    private static final Duration LONG = Duration.ofDays(1000);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final MappedFile file;
    private final Regions owner;
    private final List<Recoverable> recoverables;
    private final Directory directory;
    private final BareAccess bareAccess = new BareAccess();
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private @Nullable Joined joined;
    private volatile boolean closing;
    private volatile boolean closed;

    /// What needs a slot.
    private record Joined(Attachment attachment, OpenRegions open, Dropping dropping, Reservation reservation) {}

    /// Checks the directory; `join` must follow. `FileFormatException` when it is damaged.
    public RegionStore(MappedFile file, Regions owner, List<Recoverable> recoverables) {
        this.file = file;
        this.owner = owner;
        this.recoverables = List.copyOf(recoverables);
        directory = new Directory(file);
    }

    /// What sweeps the rows of the dead.
    public Sweeper sweeper() {
        return new DirectorySweeper(directory);
    }

    /// Gives the store the slot in whose name it acts.
    public void join(Attachment attachment) {
        OpenRegions open = new OpenRegions(directory, attachment);
        Dropping dropping = new Dropping(directory, attachment, open);
        joined = new Joined(attachment, open, dropping, new Reservation(directory, attachment, dropping));
    }

    /// One more slot of this process acknowledges drops together with the first.
    public void joinAgain(Attachment attachment) {
        joined().open.add(attachment);
    }

    private Joined joined() {
        if (joined == null) {
            throw new IllegalStateException("not joined");
        }
        return joined;
    }

    Regions owner() {
        return owner;
    }

    /// Of code that touches regions by their bare address.
    public BareAccess bareAccess() {
        return bareAccess;
    }

    /// Keeps the bytes of a region from being used again, and the file mapped, until this process
    /// ends.
    void hold(Region region) {
        requireWritable("a bare view");
        try (Use _ = use()) {
            joined().attachment.holdBytes(region.row());
            file.keepMapped();
            region.check(); // not dropped before it was held, so never used again
        }
    }

    MemorySegment memorySegment() {
        return file.memory();
    }

    /// The state word of a row; `IllegalStateException` when the memory is closed, or when somebody
    /// is about to close it: then whoever waits here leaves.
    long state(int row) {
        return state(rowBytes(row));
    }

    /// The bytes of a row.
    MemorySegment rowBytes(int row) {
        return directory.bytes(row);
    }

    /// As `state(int)`, for those who look often.
    long state(MemorySegment rowBytes) {
        if (closing) {
            throw memoryClosed(null);
        }
        try {
            return DirectoryEntry.stateAcquire(rowBytes);
        } catch (IllegalStateException unmapped) {
            throw memoryClosed(unmapped);
        }
    }

    /// Makes a region.
    public Region create(RegionRequest request) {
        requireWritable("a new region");
        try (Use _ = use()) {
            return open(joined().reservation.create(request));
        }
    }

    /// Opens by name.
    public Region open(String name, RegionKind kind) {
        try (Use _ = use()) {
            Row row = awaitRow(name, Area.of(kind));
            if (row.info().kind() != kind) {
                throw new WrongRegionTypeException("the region is of another kind: region=" + row.info() + ", wanted="
                        + kind + "; open it as what it is");
            }
            return open(row);
        }
    }

    /// The named row once nobody is making or condemning it.
    private Row awaitRow(String name, Area area) {
        Pause pause = Pause.atMost(LONG);
        while (true) {
            Row row = directory.find(name, area)
                    .orElseThrow(() -> new NoSuchRegionException("no region of that name: name=" + name + ", file="
                            + file.path() + "; create it first (openOrNew does both)"));
            if (row.phase() == DirectoryEntry.ACTIVE || file.isReadOnly()) {
                return row;
            }
            awaitOutcome(row.slot(), pause);
        }
    }

    /// Opens all regions of a kind that are there now. Waits for nobody: what is being made or
    /// condemned is left out.
    public List<Region> openAll(RegionKind kind) {
        try (Use _ = use()) {
            return directory.rows().stream()
                    .filter(row -> row.phase() == DirectoryEntry.ACTIVE && row.info().kind() == kind)
                    .map(this::openIfThere)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private Optional<Region> openIfThere(Row row) {
        try {
            return Optional.of(open(row));
        } catch (RegionDroppedException gone) {
            return Optional.empty();
        }
    }

    /// Opens what a handle names.
    public Region open(int index, long generation) {
        try (Use _ = use()) {
            Row row = directory.read(index);
            Pause pause = Pause.atMost(LONG);
            while (row != null && row.generation() == generation && row.phase() != DirectoryEntry.DROPPING) {
                if (row.phase() == DirectoryEntry.ACTIVE || file.isReadOnly()) {
                    return open(row);
                }
                awaitOutcome(row.slot(), pause);
                row = directory.read(index);
            }
            throw new RegionDroppedException(
                    "the region was dropped: row=" + index + ", generation=" + generation + "; open it anew by name");
        }
    }

    private Region open(Row row) {
        return joined().open.get(row, () -> {
            if (directory.state(row.index()) != row.state()) {
                throw dropped(row.info(), null);
            }
            return new Region(this, row);
        });
    }

    /// Lets whoever works on a row go on for a moment; if that is a dead process, cleans up after
    /// it.
    private void awaitOutcome(int slot, Pause pause) {
        if (closing) {
            throw memoryClosed(null);
        }
        Attachment attachment = joined().attachment;
        if (!attachment.isAlive(slot)) {
            attachment.recover(slot);
        }
        pause.next();
    }

    void awaitActive(Region region) {
        Pause pause = Pause.atMost(LONG);
        long state = state(region.row());
        while (region.isHere(state)) {
            if (DirectoryEntry.phase(state) == DirectoryEntry.ACTIVE || file.isReadOnly()) {
                return;
            }
            awaitOutcome(DirectoryEntry.slot(state), pause);
            state = state(region.row());
        }
        throw dropped(region.info(), null);
    }

    RuntimeException gone(Region region, IllegalStateException cause) {
        if (closed) {
            return memoryClosed(cause);
        }
        return region.isHere(state(region.row())) ? cause : dropped(region.info(), cause);
    }

    private static MillraceException dropped(RegionInfo region, @Nullable Throwable cause) {
        String message = "the region was dropped: " + region + "; open it anew by name";
        return cause == null ? new RegionDroppedException(message) : new RegionDroppedException(message, cause);
    }

    private IllegalStateException memoryClosed(@Nullable Throwable cause) {
        return new IllegalStateException("memory closed: file=" + file.path() + "; attach to it again", cause);
    }

    /// Drops by name; `IllegalStateException` when running work uses the region.
    public void drop(String name) {
        requireWritable("drop");
        try (Use _ = use()) {
            drop(() -> awaitRow(name, Area.USER));
        }
    }

    /// Drops exactly that region, of whatever kind; `RegionDroppedException` when it is gone
    /// already.
    public void drop(Region region) {
        requireWritable("drop");
        try (Use _ = use()) {
            drop(() -> {
                Row row = awaitRow(region.name(), Area.of(region.kind()));
                if (row.index() != region.row() || row.generation() != region.generation()) {
                    throw dropped(region.info(), null);
                }
                return row;
            });
        }
    }

    private void drop(Supplier<Row> active) {
        Joined now = joined();
        Row row = active.get();
        while (!now.dropping.condemn(row)) {
            row = active.get();
        }
        dropCondemned(now, row);
        now.dropping.settle();
    }

    /// Bookkeeping of the engine is dropped by the engine alone, when it is over: nobody is asked.
    private void dropCondemned(Joined now, Row row) {
        boolean inUse = row.info().kind() != RegionKind.ENGINE;
        try {
            inUse = inUse && recoverables.stream().anyMatch(part -> part.uses(owner, row.index(), row.generation()));
        } finally {
            if (inUse) {
                now.dropping.pardon(row);
            }
        }
        if (inUse) {
            throw new IllegalStateException(
                    "the region is part of a running job: " + row.info() + "; cancel the job or wait for it");
        }
        now.dropping.drop(row);
    }

    /// Closes what others dropped and frees what everybody has closed. For the watcher.
    public void settle() {
        if (!closed && !file.isReadOnly()) {
            joined().dropping.settle();
        }
    }

    /// What everybody can open now, in directory order; those being made are not there yet.
    public List<RegionInfo> all() {
        try (Use _ = use()) {
            return directory.rows().stream()
                    .filter(row -> row.phase() == DirectoryEntry.ACTIVE || row.phase() == DirectoryEntry.CONDEMNED)
                    .map(Row::info)
                    .toList();
        }
    }

    /// What further regions of the users may use together.
    public long freeBytes() {
        try (Use _ = use()) {
            FreeSpace space = FreeSpace.find(directory.geometry(), Area.USER, directory.rows(), 0);
            return Math.max(0, directory.geometry().userByteSize() - space.used());
        }
    }

    /// One user's region.
    public Optional<RegionInfo> find(String name) {
        return all().stream()
                .filter(info -> info.kind() != RegionKind.ENGINE && info.name().equals(name))
                .findFirst();
    }

    private void requireWritable(String what) {
        if (file.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "the file was attached read-only: wanted=" + what + ", file=" + file.path() + "; use attach");
        }
    }

    /// Takes all regions away, lets `leave` give back what this process held in them, then gives back
    /// the slots. `IllegalStateException`, with the memory still open for another try, when native
    /// code does not let go of a region.
    public void close(Runnable leave) {
        if (lifetime.getReadHoldCount() > 0) {
            throw new IllegalStateException("close from inside a call on the same memory: file=" + file.path());
        }
        closing = true;
        lifetime.writeLock().lock();
        try {
            closeAll();
            joined().open.reopen();
            try {
                leave.run();
            } finally {
                closeAll();
                closed = true;
                joined().open.leaveAll();
            }
        } finally {
            closing = false;
            lifetime.writeLock().unlock();
        }
    }

    private void closeAll() {
        Pause pause = Pause.atMost(CLOSE_PATIENCE);
        while (!joined().open.closeAll()) {
            if (!pause.next()) {
                throw new IllegalStateException("a region is still in use: file=%s; end what native code does with it, and the open claims and handlers of pipes, then close again".formatted(file.path()));
            }
        }
    }

    /// A call at work.
    private interface Use extends AutoCloseable {
        @Override
        void close();
    }

    private Use use() {
        lifetime.readLock().lock();
        if (closed) {
            lifetime.readLock().unlock();
            throw memoryClosed(null);
        }
        return lifetime.readLock()::unlock;
    }
}
