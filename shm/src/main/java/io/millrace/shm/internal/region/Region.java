package io.millrace.shm.internal.region;

import io.millrace.shm.ElementType;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.DirectoryEntry;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One opened region of one attachment. It is opened once, and all handles share it. Its memory
/// goes away when the region is dropped or the memory is closed.
public final class Region {
    private final RowAccess rows;
    private final CheckedEntry row;
    private final Regions memory;
    private final GracePeriod gracePeriod;
    private final long activeState;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final MemorySegment rowBytes;
    private final PageMap pages;
    private @Nullable Object companion;
    private final AtomicInteger uses = new AtomicInteger();
    private volatile @Nullable BooleanSupplier guard;
    private long closedAt = -1;

    @SuppressWarnings("restricted")
    Region(RowAccess rows, CheckedEntry row, Regions memory, GracePeriod gracePeriod) {
        this.rows = rows;
        this.row = row;
        this.memory = memory;
        this.gracePeriod = gracePeriod;
        activeState = DirectoryEntry.state(DirectoryEntry.ACTIVE, 0, row.generation());
        rowBytes = rows.bytes(row);
        RegionInfo info = row.info();
        segment = rows.memory().asSlice(info.offset(), info.byteSize()).reinterpret(arena, null);
        pages = new PageMap(segment);
    }

    /// The name in the directory.
    public String name() {
        return row.info().name();
    }

    /// The kind of the region.
    public RegionKind kind() {
        return row.info().kind();
    }

    /// The element type; null for regions other than arrays and values.
    public @Nullable ElementType elementType() {
        return row.info().elementType();
    }

    /// The lengths of the dimensions.
    public long[] shape() {
        return row.info().shape();
    }

    /// The size without padding.
    public long byteSize() {
        return row.info().byteSize();
    }

    /// The row in the directory.
    public int row() {
        return row.index();
    }

    /// The generation: how often the row was taken when this region was created.
    public long generation() {
        return row.generation();
    }

    /// The description of the region in the directory.
    public RegionInfo info() {
        return row.info();
    }

    /// The bytes of the region; read-only if the file was attached so.
    public MemorySegment segment() {
        return segment;
    }

    /// Prepares `byteSize` bytes from `offset` on for writes of this process, several times faster
    /// than by a page fault for each page. It is a hint: it changes no byte, and costs nothing the
    /// second time.
    public void expectWrites(long offset, long byteSize) {
        pages.expect(offset, byteSize);
    }

    /// Requires that the region may still be used. It throws `RegionDroppedException`, or
    /// `IllegalStateException` if the memory is closed. If another process is trying to drop the
    /// region, it waits for the outcome. The usual case is one acquire read.
    public void check() {
        if (rows.state(rowBytes) != activeState) {
            rows.awaitActive(row);
        }
    }

    /// Begins a short use that stands in no word of the file: until [#endUse] this process refuses to drop
    /// the region, and keeps its memory when another process drops it. It throws what [#check] throws, and
    /// then nothing has begun. The fence stands against the one of a drop, which changes the row first and
    /// then looks for uses: at least one of the two sees the other.
    public void beginUse() {
        uses.getAndIncrement();
        VarHandle.fullFence();
        try {
            check();
        } catch (RuntimeException | Error gone) {
            endUse();
            throw gone;
        }
    }

    /// Ends what `beginUse` began.
    public void endUse() {
        uses.getAndDecrement();
    }

    /// Whether a use has begun and not ended.
    boolean isInUse() {
        return uses.get() != 0;
    }

    /// The exception for an access that found the segment closed: `RegionDroppedException`, or
    /// `IllegalStateException` if the memory is closed.
    public RuntimeException gone(IllegalStateException cause) {
        return rows.gone(row, cause);
    }

    /// The memory of the region.
    public Regions memory() {
        return memory;
    }

    /// An object that all handles on this region in this process share; the first call makes it.
    public synchronized <T> T companion(Class<T> type, Function<Region, T> make) {
        if (companion == null) {
            companion = make.apply(this);
        }
        return type.cast(companion);
    }

    /// Delays the end of the memory until `leave` returns true, which means that no code uses its
    /// bare address any more, nor ever will. `leave` is called again and again, and must not wait.
    public void guardedBy(BooleanSupplier leave) {
        guard = leave;
    }

    /// Keeps the bytes mapped and reserved until this process ends: some code has the bare address
    /// and may use it at any time.
    public void holdUntilProcessEnds() {
        rows.hold(row);
    }

    /// Whether that state is of this region, active or retired.
    boolean isHere(long state) {
        return row.isHere(state);
    }

    /// Closes the memory for all handles; false while native code, or code that knows only the
    /// address, uses it, and while a use has begun.
    boolean tryClose() {
        BooleanSupplier leave = guard;
        return !isInUse() && (leave == null || leave.getAsBoolean()) && tryCloseArena() && gracePeriod.isPast(closedAt);
    }

    private boolean tryCloseArena() {
        try {
            if (arena.scope().isAlive()) {
                arena.close();
                closedAt = gracePeriod.phase();
            }
            return true;
        } catch (IllegalStateException inUse) {
            return false;
        }
    }
}
