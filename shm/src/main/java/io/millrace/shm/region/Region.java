package io.millrace.shm.region;

import io.millrace.shm.ElementType;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.DirectoryEntry;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One opened region of one attachment. It is opened once and shared by all handles on it; its
/// memory goes away when the region is dropped or the memory closed, whichever comes first.
public final class Region {
    private final RegionStore store;
    private final Row row;
    private final long activeState;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final MemorySegment rowBytes;
    private final PageMap pages;
    private @Nullable Object companion;
    private volatile @Nullable BooleanSupplier guard;
    private long closedAt = -1;

    @SuppressWarnings("restricted")
    Region(RegionStore store, Row row) {
        this.store = store;
        this.row = row;
        activeState = DirectoryEntry.state(DirectoryEntry.ACTIVE, 0, row.generation());
        rowBytes = store.rowBytes(row.index());
        RegionInfo info = row.info();
        segment = store.memorySegment().asSlice(info.offset(), info.byteSize()).reinterpret(arena, null);
        pages = new PageMap(segment);
    }

    /// In the directory.
    public String name() {
        return row.info().name();
    }

    /// What it holds.
    public RegionKind kind() {
        return row.info().kind();
    }

    /// Of arrays and values.
    public @Nullable ElementType elementType() {
        return row.info().elementType();
    }

    /// Lengths by dimension.
    public long[] shape() {
        return row.info().shape();
    }

    /// Without padding.
    public long byteSize() {
        return row.info().byteSize();
    }

    /// Where the directory has it.
    public int row() {
        return row.index();
    }

    /// Which use of that row this is.
    public long generation() {
        return row.generation();
    }

    /// Everything the directory says of it.
    public RegionInfo info() {
        return row.info();
    }

    /// Exactly the region; read-only if the file is.
    public MemorySegment segment() {
        return segment;
    }

    /// Gets `byteSize` bytes from `offset` on ready to be written by this process, which is several
    /// times faster than a page fault for each page. A hint: it changes no byte and costs nothing
    /// the second time.
    public void expectWrites(long offset, long byteSize) {
        pages.expect(offset, byteSize);
    }

    /// That the region may still be used: `RegionDroppedException`, or `IllegalStateException` when
    /// the memory is closed. Waits while somebody tries to drop it, for the outcome. One acquire
    /// read in the usual case.
    public void check() {
        if (store.state(rowBytes) != activeState) {
            store.awaitActive(this);
        }
    }

    /// What to throw when an access met a closed segment: `RegionDroppedException`, or
    /// `IllegalStateException` when the memory is closed.
    public RuntimeException gone(IllegalStateException cause) {
        return store.gone(this, cause);
    }

    /// The memory it lies in.
    public Regions memory() {
        return store.owner();
    }

    /// What all handles on this region have in common in the heap of this process; made at the first
    /// call.
    public synchronized <T> T companion(Class<T> type, Function<Region, T> make) {
        if (companion == null) {
            companion = make.apply(this);
        }
        return type.cast(companion);
    }

    /// From now on the memory is taken away only after `leave` said true: that nobody touches it by
    /// its bare address any more, nor ever will. Asked again and again; must not wait.
    public void guardedBy(BooleanSupplier leave) {
        guard = leave;
    }

    /// Says that somebody got the bare address and may use it at any time: the bytes are nobody
    /// else's, and stay mapped, until this process ends.
    public void holdUntilProcessEnds() {
        store.hold(this);
    }

    /// Whether that state word still means this region, condemned or not.
    boolean isHere(long state) {
        int phase = DirectoryEntry.phase(state);
        return DirectoryEntry.generation(state) == row.generation()
                && (phase == DirectoryEntry.ACTIVE || phase == DirectoryEntry.CONDEMNED);
    }

    /// Takes the memory away from all handles; false while native code, or code that knows only the
    /// address, is using it.
    boolean tryClose() {
        BooleanSupplier leave = guard;
        return (leave == null || leave.getAsBoolean()) && tryCloseArena() && store.bareAccess().isPast(closedAt);
    }

    private boolean tryCloseArena() {
        try {
            if (arena.scope().isAlive()) {
                arena.close();
                closedAt = store.bareAccess().phase();
            }
            return true;
        } catch (IllegalStateException inUse) {
            return false;
        }
    }
}
