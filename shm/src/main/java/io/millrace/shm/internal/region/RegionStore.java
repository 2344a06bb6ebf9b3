package io.millrace.shm.internal.region;

import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.process.Sweeper;
import io.millrace.shm.internal.wait.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The regions of one attached file as one process sees them: makes, opens, drops and closes them.
public final class RegionStore {
    private static final Duration UNLIMITED = Duration.ofDays(1000);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final MappedFile file;
    private final Regions owner;
    private final List<Recoverable> recoverables;
    private final Directory directory;
    private final GracePeriod gracePeriod = new GracePeriod();
    private final RowAccess rows;
    private @Nullable Joined joined;

    /// The parts that need a slot.
    private record Joined(
            ProcessSlotHolder slotHolder, OpenRegions open, RegionReclaimer reclaimer, Reservation reservation) {}

    /// Checks the directory; throws `FileFormatException` if it is damaged. The caller then calls
    /// `join`.
    public RegionStore(MappedFile file, Regions owner, List<Recoverable> recoverables) {
        this.file = file;
        this.owner = owner;
        this.recoverables = List.copyOf(recoverables);
        directory = new Directory(file);
        rows = new RowAccess(file, directory);
    }

    /// The sweeper of rows of dead slots.
    public Sweeper sweeper() {
        return new DirectorySweeper(directory);
    }

    /// Sets the slot that the store acts for.
    public void join(ProcessSlotHolder slotHolder) {
        rows.join(slotHolder);
        OpenRegions open = new OpenRegions(directory, new Opening(), slotHolder);
        RegionReclaimer reclaimer = new RegionReclaimer(directory, slotHolder, open);
        joined = new Joined(slotHolder, open, reclaimer, new Reservation(directory, slotHolder, reclaimer));
    }

    /// Adds a slot of this process that acknowledges drops together with the first.
    public void joinAgain(ProcessSlotHolder slotHolder) {
        joined().open.add(slotHolder);
    }

    private Joined joined() {
        if (joined == null) {
            throw new IllegalStateException("not joined");
        }
        return joined;
    }

    /// Of code that touches regions by their bare address.
    public GracePeriod gracePeriod() {
        return gracePeriod;
    }

    /// Makes a region.
    public Region create(RegionRequest request) {
        rows.requireWritable("a new region");
        try (RowAccess.Use _ = rows.use()) {
            return open(joined().reservation.create(request));
        }
    }

    /// Opens a region by its name.
    public Region open(String name, RegionKind kind) {
        try (RowAccess.Use _ = rows.use()) {
            CheckedEntry row = awaitRow(name, Area.of(kind));
            if (row.info().kind() != kind) {
                throw new WrongRegionTypeException("the region is of another kind: region=" + row.info() + ", wanted="
                        + kind + "; open it as what it is");
            }
            return open(row);
        }
    }

    /// The row of that name, when no process is creating or retiring it any more.
    private CheckedEntry awaitRow(String name, Area area) {
        Pause pause = Pause.atMost(UNLIMITED);
        while (true) {
            CheckedEntry row = directory.find(name, area)
                    .orElseThrow(() -> new NoSuchRegionException("no region of that name: name=" + name + ", file="
                            + file.path() + "; check the name, or create it first (openOrNew opens or creates)"));
            if (row.phase() == DirectoryEntry.ACTIVE || file.isReadOnly()) {
                return row;
            }
            rows.awaitOutcome(row.slot(), pause);
        }
    }

    /// Opens all regions of a kind that exist now. Never waits: regions that are being created or
    /// are retired are left out.
    public List<Region> openAll(RegionKind kind) {
        try (RowAccess.Use _ = rows.use()) {
            List<Region> regions = new ArrayList<>();
            for (CheckedEntry row : directory.rows()) {
                if (row.phase() == DirectoryEntry.ACTIVE && row.info().kind() == kind) {
                    addIfThere(regions, row);
                }
            }
            return regions;
        }
    }

    private void addIfThere(List<Region> regions, CheckedEntry row) {
        try {
            regions.add(openNow(row));
        } catch (RegionDroppedException gone) {
            // it is left out
        }
    }

    /// Opens the region that a handle names.
    public Region open(int index, long generation) {
        try (RowAccess.Use _ = rows.use()) {
            CheckedEntry row = directory.read(index);
            Pause pause = Pause.atMost(UNLIMITED);
            while (row != null && row.generation() == generation && row.phase() != DirectoryEntry.DROPPING) {
                if (row.phase() == DirectoryEntry.ACTIVE || file.isReadOnly()) {
                    return open(row);
                }
                rows.awaitOutcome(row.slot(), pause);
                row = directory.read(index);
            }
            throw new RegionDroppedException(
                    "the region was dropped: row=" + index + ", generation=" + generation + "; open it anew by name");
        }
    }

    /// Opens a region whose row was active. A drop that another process tries meanwhile may be refused: the row
    /// is looked at again once that is decided.
    ///
    /// @throws RegionDroppedException it is dropped
    private Region open(CheckedEntry row) {
        while (true) {
            try {
                return openNow(row);
            } catch (RegionDroppedException retired) {
                rows.awaitActive(row);
            }
        }
    }

    /// Opens a region whose row is as it was read.
    private Region openNow(CheckedEntry row) {
        return joined().open.get(row);
    }

    /// Makes the object of a region that is opened.
    private final class Opening implements OpenRegions.Opener {
        @Override
        public Region open(CheckedEntry row) {
            long state = directory.state(row.index());
            if (file.isReadOnly() ? !row.isHere(state) : state != row.state()) {
                throw RowAccess.dropped(row.info(), null);
            }
            return new Region(rows, row, owner, gracePeriod);
        }
    }

    /// Drops by name; `IllegalStateException` when running work uses the region.
    public void drop(String name) {
        rows.requireWritable("drop");
        try (RowAccess.Use _ = rows.use()) {
            drop(name, Area.USER, null);
        }
    }

    /// Drops exactly that region, of any kind; throws `RegionDroppedException` if it is dropped
    /// already.
    public void drop(Region region) {
        rows.requireWritable("drop");
        try (RowAccess.Use _ = rows.use()) {
            drop(region.name(), Area.of(region.kind()), region);
        }
    }

    /// @param only the region that is meant; null for whichever has the name
    private void drop(String name, Area area, @Nullable Region only) {
        Joined now = joined();
        CheckedEntry row = awaitRow(name, area, only);
        while (!now.reclaimer.retire(row)) {
            row = awaitRow(name, area, only);
        }
        dropRetired(now, row);
        now.reclaimer.reclaim();
    }

    private CheckedEntry awaitRow(String name, Area area, @Nullable Region only) {
        CheckedEntry row = awaitRow(name, area);
        if (only != null && (row.index() != only.row() || row.generation() != only.generation())) {
            throw RowAccess.dropped(only.info(), null);
        }
        return row;
    }

    /// Drops a retired row, or restores it if running work uses it. For regions of the engine no
    /// `Recoverable` is asked: the engine drops them itself, after their work has ended.
    private void dropRetired(Joined now, CheckedEntry row) {
        boolean inUse = row.info().kind() != RegionKind.ENGINE;
        try {
            inUse = inUse && (now.open.isInUse(row) || isInUse(row));
        } finally {
            if (inUse) {
                now.reclaimer.restore(row);
            }
        }
        if (inUse) {
            throw new IllegalStateException(
                    "the region is in use by a running job or an Arrow export: " + row.info()
                            + "; cancel or close that, or wait for its end");
        }
        now.reclaimer.drop(row);
    }

    private boolean isInUse(CheckedEntry row) {
        for (Recoverable part : recoverables) {
            if (part.uses(owner, row.index(), row.generation())) {
                return true;
            }
        }
        return false;
    }

    /// Closes the regions that others have dropped, and frees the rows that all have closed. The
    /// watcher calls it.
    public void reclaim() {
        if (!rows.isClosed() && !file.isReadOnly()) {
            joined().reclaimer.reclaim();
        }
    }

    /// The regions that can be opened now, in directory order; regions that are being created are
    /// left out.
    public List<RegionInfo> all() {
        try (RowAccess.Use _ = rows.use()) {
            return directory.rows().stream()
                    .filter(row -> row.phase() == DirectoryEntry.ACTIVE || row.phase() == DirectoryEntry.RETIRED)
                    .map(CheckedEntry::info)
                    .toList();
        }
    }

    /// Bytes that further regions of the users may use together.
    public long freeBytes() {
        try (RowAccess.Use _ = rows.use()) {
            FreeSpace space = FreeSpace.find(directory.geometry(), Area.USER, directory.rows(), 0);
            return Math.max(0, directory.geometry().userByteSize() - space.used());
        }
    }

    /// The largest region of the users that would fit now, in bytes.
    public long largestFreeBytes() {
        try (RowAccess.Use _ = rows.use()) {
            return Math.max(0, FreeSpace.find(directory.geometry(), Area.USER, directory.rows(), 0).largest());
        }
    }

    /// The description of one region of the users.
    public Optional<RegionInfo> find(String name) {
        return all().stream()
                .filter(info -> info.kind() != RegionKind.ENGINE && info.name().equals(name))
                .findFirst();
    }

    /// What is given back before the slots are.
    public interface Leaving {
        /// Gives back what this process holds in regions.
        void leave();
    }

    /// Takes all regions away, lets `leaving` give back what this process held in them, then gives back
    /// the slots. `IllegalStateException`, with the memory still open for another try, when native
    /// code does not let go of a region.
    public void close(Leaving leaving) {
        try (RowAccess.Use _ = rows.close()) {
            closeAll();
            joined().open.reopen();
            try {
                leaving.leave();
            } finally {
                closeAll();
                rows.markClosed();
                joined().open.leaveAll();
            }
        }
    }

    private void closeAll() {
        Pause pause = Pause.atMost(CLOSE_TIMEOUT);
        while (!joined().open.closeAll()) {
            if (!pause.next()) {
                throw new IllegalStateException(
                        "a region is still in use: file=%s; end the native calls that use it, and the open claims"
                                        .formatted(file.path())
                                + " and handlers of pipes, then close again");
            }
        }
    }
}
