package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.PoolHeader;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.internal.layout.ScratchBlocks;
import io.millrace.shm.MillraceException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The memory of workers beyond those that a pool was started with: for each a region of its own in
/// the engine's area, named by pool and number, which lives as long as the pool.
///
/// ```text
/// +--------------+----------------------+----------------------------------+
/// | MAGIC, 128 B | scratch blocks       | task rows, as many as ROWS       |
/// +--------------+----------------------+----------------------------------+
/// ```
///
/// ```text
///        X1           X1            X2
///   0 ──────▶ n ──────────▶ m > n ──────▶ 0      the count
/// ```
///
/// `extraWorkerSlots` of the pool's header counts the regions. The owner alone adds some: it makes
/// the regions first, then raises the count (X1), then launches workers in those slots. A process
/// that reads the count by acquire finds the regions below it. The process that drops the pool sets
/// the count to 0 (X2), then drops the regions, the last one first: nobody works in them any more.
/// A recoverer that read the count before X2 gets a `RegionDroppedException`, and sweeps again
/// without them.
///
/// **Order.** X1 and X2 are release stores; one process alone writes the count at a time.
///
/// **Death.** An owner that dies between the regions and X1 leaves regions which the drop of the
/// pool finds: it looks from number 0 on until one is missing. A process that dies while it drops
/// the regions leaves those with the lowest numbers, which the next drop finds in the same way.
final class ExtraWorkerSlots {
    /// One in work and one waiting, as in the pool's own tables.
    static final int ROWS = 2;

    private static final long MAGIC = 0x0054414553434c4dL; // "MLCSEAT" in the file; never that of a pool
    private static final long HEADER_BYTES = 128;

    private final Regions memory;
    private final Region pool;
    private final PoolShape shape;
    private final AtomicReferenceArray<Region> open;

    /// @param pool the region of the pool's tables
    ExtraWorkerSlots(Regions memory, Region pool, PoolShape shape) {
        this.memory = memory;
        this.pool = pool;
        this.shape = shape;
        this.open = new AtomicReferenceArray<>(Math.max(0, shape.workers() - shape.firstWorkers()));
    }

    /// How many regions there are.
    int count() {
        return Math.clamp(PoolHeader.extraWorkerSlotsAcquire(pool.segment()), 0, open.length());
    }

    /// Makes regions until there are that many. Called by the owner.
    ///
    /// @throws OutOfSpaceException when the engine's area has no room for all; then none is made
    void makeAll(int wanted) {
        int count = count();
        for (int number = count; number < wanted; number++) {
            try {
                make(number);
            } catch (OutOfSpaceException full) {
                dropFrom(count);
                throw refusal(wanted, number, full.available());
            }
            CrashPoint.hit("workerSlot.afterMade");
        }
        if (wanted > count) {
            PoolHeader.extraWorkerSlotsRelease(pool.segment(), wanted); // X1
        }
    }

    private OutOfSpaceException refusal(int wanted, int made, long available) {
        int first = shape.firstWorkers();
        return new OutOfSpaceException(
                ("no room for so many workers: pool=%s, workers=%s, most=%s, bytesForEach=%s, available=%s; give the"
                        + " file more MemoryOptions.engineByteSize, or start the pool with PoolOptions.maxWorkers")
                        .formatted(pool.name(), first + wanted, first + made, byteSize(), available),
                byteSize(),
                available);
    }

    private void make(int number) {
        memory.createRegion(new RegionRequest(
                name(number),
                RegionKind.ENGINE,
                null,
                new long[] {byteSize()},
                byteSize(),
                bytes -> bytes.set(ValueLayout.JAVA_LONG, 0, MAGIC)));
    }

    MemorySegment scratch(int number) {
        return region(number).segment().asSlice(HEADER_BYTES, ScratchBlocks.BYTE_SIZE);
    }

    /// @param row counts through the task rows of all regions
    MemorySegment task(int row) {
        long offset = HEADER_BYTES + ScratchBlocks.BYTE_SIZE + row % ROWS * shape.taskByteSize();
        return region(row / ROWS).segment().asSlice(offset, shape.taskByteSize());
    }

    private Region region(int number) {
        Region known = open.getPlain(number);
        if (known == null) {
            try {
                known = memory.openRegion(name(number), RegionKind.ENGINE);
            } catch (NoSuchRegionException dropped) {
                throw new RegionDroppedException(
                        "the tables of this pool are being removed: pool=%s, extra worker slot=%s"
                                .formatted(pool.name(), number));
            }
            open.set(number, known);
        }
        return known;
    }

    /// Checks that the regions that are open here still exist.
    ///
    /// @throws io.millrace.shm.RegionDroppedException when one was dropped
    void check() {
        for (int number = 0; number < open.length(); number++) {
            Region known = open.getPlain(number);
            if (known != null) {
                known.check();
            }
        }
    }

    /// Drops all regions. Called before the pool is dropped.
    void drop() {
        if (count() > 0) {
            PoolHeader.extraWorkerSlotsRelease(pool.segment(), 0); // X2
            CrashPoint.hit("workerSlot.afterUncounted");
        }
        dropFrom(0);
    }

    private void dropFrom(int first) {
        int end = first;
        while (isThere(end)) {
            end++;
        }
        for (int number = end - 1; number >= first; number--) {
            try {
                memory.drop(memory.openRegion(name(number), RegionKind.ENGINE));
            } catch (MillraceException gone) {
                // another process that drops the pool did it first
            }
            CrashPoint.hit("workerSlot.afterDropped");
        }
    }

    private boolean isThere(int number) {
        try {
            memory.openRegion(name(number), RegionKind.ENGINE);
            return true;
        } catch (MillraceException gone) { // never made, or dropped
            return false;
        }
    }

    private long byteSize() {
        return HEADER_BYTES + ScratchBlocks.BYTE_SIZE + ROWS * shape.taskByteSize();
    }

    private String name(int number) {
        return "workerslot-%s.%s-%s".formatted(pool.row(), pool.generation(), number);
    }
}
