package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Regions for what is larger than the room of a batch: its arguments, and the result of its last
/// finished item.
///
/// They lie in the engine's area while there is space, then among the users' regions. Their names
/// follow from the pool, the row and the epoch. Bits of the row's `overflow` word:
///
/// | bits        | first | bits |
/// |-------------|------:|-----:|
/// | `arguments` |    20 |    1 |
/// | `result`    |    21 |    1 |
/// | `epoch`     |    24 |   40 |
///
/// ```text
///                  V1                            V2
///   {e, bit 0} ────────▶ {e, bit 1}, region ────────▶ {e, bit 0}, no region
/// ```
///
/// V1 is a release store, made before the region by the process that fills the row (`arguments`) or
/// runs the batch (`result`). V2 is a compare-and-set, made after the drop by the process that
/// frees the row, or takes it from a dead worker.
///
/// **Death.** The bit is 1 before the region exists: the process that frees the row, a recoverer
/// too, drops what a dead process left. A region that was only reserved is freed with the process
/// that reserved it. The word has the epoch, so that a process which is late in freeing a row
/// leaves the next batch's regions alone.
///
/// ```text
/// +--------------+------------------
/// | MAGIC, 8 B   | the bytes
/// +--------------+------------------
/// ```
public final class SpillRegions {
    private static final BitField ARGUMENTS_BIT = new BitField("arguments", 20, 1);
    private static final BitField RESULT_BIT = new BitField("result", 21, 1);

    static final List<BitField> FIELDS = List.of(ARGUMENTS_BIT, RESULT_BIT, JobWord.EPOCH);

    /// Mask of the bit of the arguments, which the submitter writes.
    public static final long ARGUMENTS = ARGUMENTS_BIT.set(0, 1);

    /// Mask of the bit of a result, which the worker writes.
    public static final long RESULT = RESULT_BIT.set(0, 1);

    private static final long MAGIC = 0x005245564f4c4c4dL; // "MLLOVER" in the file; never that of a pool
    private static final long HEADER = Long.BYTES;
    private static final List<RegionKind> AREAS = List.of(RegionKind.ENGINE, RegionKind.BYTES);

    private final PoolRegion pool;
    private final int row;
    private final long epoch;
    private final MemorySegment segment;

    public SpillRegions(PoolRegion pool, int row, long epoch) {
        this.pool = pool;
        this.row = row;
        this.epoch = epoch;
        this.segment = pool.task(row);
    }

    /// Drops the regions of all batches of a pool. Called before the pool is dropped.
    static void dropAll(PoolRegion pool) {
        for (int row = 0; row < pool.taskRows(); row++) {
            long epoch = JobWord.epoch(TaskRow.overflowAcquire(pool.task(row)));
            new SpillRegions(pool, row, epoch).drop(ARGUMENTS | RESULT);
        }
    }

    /// The `overflow` word of a batch without any.
    static long none(long epoch) {
        return JobWord.EPOCH.set(0, epoch);
    }

    /// Whether that part of the batch lies in a region of its own, or its region is being made.
    public boolean has(long which) {
        return (bits() & which) != 0;
    }

    private long bits() {
        long word = TaskRow.overflowAcquire(segment);
        return JobWord.epoch(word) == epoch ? word & (ARGUMENTS | RESULT) : 0;
    }

    /// Makes a region of exactly `byteSize` bytes and lets `fill` write them.
    ///
    /// @throws OutOfSpaceException when neither area has room; then nothing is left behind
    public void make(long which, long byteSize, Fill fill) {
        TaskRow.overflowRelease(segment, none(epoch) | bits() | which); // V1
        CrashPoint.hit("task.beforeSpill");
        String name = name(which);
        RegionRequest request = request(name, RegionKind.ENGINE, byteSize, fill);
        try {
            pool.memory().createRegion(request);
        } catch (OutOfSpaceException engineIsFull) {
            pool.memory().createRegion(request(name, RegionKind.BYTES, byteSize, fill));
        }
        CrashPoint.hit("task.afterSpill");
    }

    private static RegionRequest request(String name, RegionKind kind, long byteSize, Fill fill) {
        return new RegionRequest(name, kind, null, new long[] {HEADER + byteSize}, HEADER + byteSize, memory -> {
            memory.set(ValueLayout.JAVA_LONG, 0, MAGIC);
            fill.accept(memory.asSlice(HEADER));
        });
    }

    /// Writes the bytes of a new region.
    @FunctionalInterface
    public interface Fill {
        void accept(MemorySegment bytes);
    }

    /// The bytes of that region.
    public MemorySegment open(long which) {
        Region region = find(which);
        if (region == null) {
            throw new RegionDroppedException(
                    "somebody dropped what a task needs: region=%s; leave regions of that name alone"
                            .formatted(name(which)));
        }
        return region.segment().asSlice(HEADER);
    }

    /// Drops what the `overflow` word of this batch tells of, and clears those bits.
    void drop(long which) {
        long bits = bits();
        if ((bits & which) == 0) {
            return;
        }
        for (long bit : new long[] {ARGUMENTS, RESULT}) {
            if ((which & bits & bit) != 0) {
                dropRegion(bit);
            }
        }
        CrashPoint.hit("task.afterSpillDrop");
        TaskRow.overflowCas(segment, none(epoch) | bits, none(epoch) | bits & ~which); // V2
    }

    private void dropRegion(long which) {
        Region region = find(which);
        if (region != null) {
            try {
                pool.memory().drop(region);
            } catch (RegionDroppedException | NoSuchRegionException quicker) {
                // another recoverer, or a user
            }
        }
    }

    private @Nullable Region find(long which) {
        Regions memory = pool.memory();
        for (RegionKind kind : AREAS) {
            try {
                return memory.openRegion(name(which), kind);
            } catch (NoSuchRegionException | RegionDroppedException elsewhere) {
                // in the other area, or nowhere
            }
        }
        return null;
    }

    private String name(long which) {
        return "task-%s-%s-%s-%s".formatted(pool.id(), row, epoch, which == ARGUMENTS ? "in" : "out");
    }
}
