package io.millrace.engine.job;

import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Regions for what is larger than the room of a batch: its arguments, and the result of its last
/// finished item.
///
/// They lie in the engine's area while there is space, then among the users' regions. Their names
/// follow from the pool, the row and the epoch, and the row's `overflow` word has the bit before the
/// region is made: whoever frees the row, a recoverer too, drops what a dead process left. A region
/// that its maker had only reserved goes with the maker. The word has the epoch too, so that one who
/// is late in freeing a row does no harm to its next batch.
///
/// ```text
/// +--------------+------------------
/// | MAGIC, 8 B   | the bytes
/// +--------------+------------------
/// ```
final class TaskOverflow {
    /// The bit of the arguments, made by the submitter.
    static final int ARGUMENTS = 1;

    /// The bit of a result, made by the worker.
    static final int RESULT = 2;

    private static final long MAGIC = 0x005245564f4c4c4dL; // "MLLOVER" in the file; never that of a pool
    private static final long HEADER = Long.BYTES;
    private static final List<RegionKind> AREAS = List.of(RegionKind.ENGINE, RegionKind.BYTES);

    private final PoolRegion pool;
    private final int row;
    private final long epoch;
    private final MemorySegment segment;

    TaskOverflow(PoolRegion pool, int row, long epoch) {
        this.pool = pool;
        this.row = row;
        this.epoch = epoch;
        this.segment = pool.task(row);
    }

    /// Drops what any batch of a pool has, before the pool is dropped.
    static void dropAll(PoolRegion pool) {
        for (int row = 0; row < pool.shape().tasks(); row++) {
            long epoch = JobWord.epoch(TaskRow.overflowAcquire(pool.task(row)));
            new TaskOverflow(pool, row, epoch).drop(ARGUMENTS | RESULT);
        }
    }

    /// The `overflow` word of a batch without any.
    static long none(long epoch) {
        return JobWord.of(epoch, 0, 0, 0);
    }

    /// Whether that part of the batch lies, or was about to lie, in a region of its own.
    boolean has(int which) {
        return (bits() & which) != 0;
    }

    private int bits() {
        long word = TaskRow.overflowAcquire(segment);
        return JobWord.epoch(word) == epoch ? JobWord.state(word) : 0;
    }

    /// Makes a region of exactly `byteSize` bytes and lets `fill` write them.
    ///
    /// @throws OutOfSpaceException when neither area has room; then nothing is left behind
    void make(int which, long byteSize, Fill fill) {
        TaskRow.overflowRelease(segment, JobWord.of(epoch, bits() | which, 0, 0));
        CrashPoint.hit("task.beforeOverflow");
        String name = name(which);
        RegionRequest request = request(name, RegionKind.ENGINE, byteSize, fill);
        try {
            pool.memory().createRegion(request);
        } catch (OutOfSpaceException engineIsFull) {
            pool.memory().createRegion(request(name, RegionKind.BYTES, byteSize, fill));
        }
        CrashPoint.hit("task.afterOverflow");
    }

    private static RegionRequest request(String name, RegionKind kind, long byteSize, Fill fill) {
        return new RegionRequest(name, kind, null, new long[] {HEADER + byteSize}, HEADER + byteSize, memory -> {
            memory.set(ValueLayout.JAVA_LONG, 0, MAGIC);
            fill.accept(memory.asSlice(HEADER));
        });
    }

    /// Writes the bytes of a new region.
    @FunctionalInterface
    interface Fill {
        void accept(MemorySegment bytes);
    }

    /// The bytes of that region.
    MemorySegment open(int which) {
        Region region = find(which);
        if (region == null) {
            throw new RegionDroppedException(
                    "somebody dropped what a task needs: region=%s; leave regions of that name alone".formatted(name(which)));
        }
        return region.segment().asSlice(HEADER);
    }

    /// Drops what the `overflow` word of this batch tells of, and clears those bits.
    void drop(int which) {
        int bits = bits();
        if ((bits & which) == 0) {
            return;
        }
        for (int bit = ARGUMENTS; bit <= RESULT; bit <<= 1) {
            if ((which & bits & bit) != 0) {
                dropRegion(bit);
            }
        }
        CrashPoint.hit("task.afterOverflowDrop");
        TaskRow.overflowCas(segment, JobWord.of(epoch, bits, 0, 0), JobWord.of(epoch, bits & ~which, 0, 0));
    }

    private void dropRegion(int which) {
        Region region = find(which);
        if (region != null) {
            try {
                pool.memory().drop(region);
            } catch (RegionDroppedException | NoSuchRegionException quicker) {
                // another recoverer, or a user
            }
        }
    }

    private @Nullable Region find(int which) {
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

    private String name(int which) {
        return "task-%s-%d-%d-%s".formatted(pool.id(), row, epoch, which == ARGUMENTS ? "in" : "out");
    }
}
