package io.millrace.engine.job;

import io.millrace.engine.kernel.WorkCodec;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.os.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The jobs of a pool: claims an entry, fills it in, lets the workers at it.
///
/// ```text
///           J1                   J2               J3                J5
///   FREE ───────▶ SETUP(e,me) ──────▶ PINNED ──────────▶ RUNNING ───────▶ FREE      all chunks DONE and collected
///     ▲              │                  │                   │
///     │              │ J6               │ J4                │ J4  failed, cancelled, submitter dead
///     │              ▼                  ▼                   ▼
///     └───────────◀──┴───────── J5 ── ABORTED ◀────────────┘
/// ```
///
/// **Invariants.** 1. An epoch belongs to one job, ever. 2. From PINNED to FREE the handles stand,
/// and a region they name is not dropped: PINNED is a full fence between writing the handles and
/// asking whether the regions are still there; `drop` does the same the other way round (condemn,
/// fence, look for users). 3. J5 happens only when no chunk is FREE or RUN: nobody computes for a
/// job whose entry is FREE.
///
/// **Order.** All transitions are compare-and-set; what is written in SETUP is read after acquiring
/// RUNNING.
///
/// **Death of the submitter.** The recoverer of its slot makes SETUP free (J6: no worker has seen
/// it) and the others ABORTED, and cancels their free chunks. Chunks in RUN go on to their end;
/// then any later look for a free entry, or any recovery, does J5.
public final class JobTable {
    static final int FREE = 0;
    static final int SETUP = 1;
    static final int PINNED = 2;
    static final int RUNNING = 3;
    static final int ABORTED = 4;

    private final PoolRegion pool;

    public JobTable(PoolRegion pool) {
        this.pool = pool;
    }

    /// Opens a job for the workers.
    ///
    /// @return null when every entry is taken
    /// @throws io.millrace.shm.RegionDroppedException when an array is gone; then the entry is free
    ///         again
    public @Nullable SubmittedJob trySubmit(JobSpec spec) {
        int slot = pool.memory().attachment().slot();
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            MemorySegment row = pool.job(entry);
            reap(entry);
            long state = JobEntry.stateAcquire(row);
            if (JobWord.state(state) == FREE) {
                long epoch = pool.nextEpoch();
                if (JobEntry.stateCas(row, state, JobWord.of(epoch, SETUP, 0, slot))) { // J1
                    CrashPoint.hit("job.afterSetup");
                    return open(entry, epoch, spec);
                }
            }
        }
        return null;
    }

    private SubmittedJob open(int entry, long epoch, JobSpec spec) {
        MemorySegment row = pool.job(entry);
        int slot = pool.memory().attachment().slot();
        int chunks = write(entry, epoch, spec);
        CrashPoint.hit("job.beforePinned");
        move(row, epoch, SETUP, PINNED, slot); // J2
        CrashPoint.hit("job.afterPinned");
        SubmittedJob job = new SubmittedJob(pool, entry, epoch, chunks, spec);
        try {
            Stream.of(spec.first(), spec.second(), spec.out())
                    .filter(array -> array != null)
                    .forEach(array -> array.region().check());
        } catch (RuntimeException gone) {
            job.abort();
            job.release();
            throw gone;
        }
        move(row, epoch, PINNED, RUNNING, slot); // J3
        CrashPoint.hit("job.afterRunning");
        pool.work().ring();
        return job;
    }

    private int write(int entry, long epoch, JobSpec spec) {
        MemorySegment row = pool.job(entry);
        JobEntry.length(row, spec.length());
        JobEntry.inPlace(row, spec.inPlace());
        JobEntry.store(row, spec.store().ordinal());
        JobEntry.schedule(row, spec.schedule().ordinal());
        JobEntry.submittedAt(row, System.currentTimeMillis());
        JobEntry.resetHints(row);
        WorkCodec.write(spec.work(), JobEntry.work(row));
        NumericArray[] arrays = {spec.first(), spec.second(), spec.out()};
        for (int which = 0; which < arrays.length; which++) {
            Handle.write(Handle.of(arrays[which]), JobEntry.handle(row, which));
        }
        Annex.functions(pool.annex(entry), spec.code().bytes());
        ErrorRecord.clear(row, epoch);
        ChunkTable table = pool.chunks(entry);
        ChunkPlan plan = ChunkPlan.of(
                Block.count(spec.length()),
                pool.workers(),
                pool.shape().chunkCapacity(),
                spec.schedule(),
                ChunkPlan.largestLevel(spec.work(), spec.code()));
        int chunks = plan.cut((chunk, firstBlock, level) -> table.open(chunk, epoch, firstBlock, level));
        JobEntry.chunkCount(row, chunks);
        return chunks;
    }

    /// Whether some job in work has a chunk that nobody works at.
    boolean hasFreeChunk() {
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            MemorySegment row = pool.job(entry);
            long state = JobEntry.stateAcquire(row);
            if (JobWord.state(state) == RUNNING) {
                int chunks = Math.min(JobEntry.chunkCount(row), pool.shape().chunkCapacity());
                ChunkTable.Census census = pool.chunks(entry).census(chunks, JobWord.epoch(state));
                if (census.open() > census.running()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether every entry is free.
    boolean isEmpty() {
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            reap(entry);
            if (JobWord.state(JobEntry.stateAcquire(pool.job(entry))) != FREE) {
                return false;
            }
        }
        return true;
    }

    /// Frees an aborted entry whose submitter is gone, as soon as nobody computes for it any more.
    void reap(int entry) {
        MemorySegment row = pool.job(entry);
        long state = JobEntry.stateAcquire(row);
        if (JobWord.state(state) == ABORTED && JobWord.slot(state) == 0) {
            long epoch = JobWord.epoch(state);
            ChunkTable table = pool.chunks(entry);
            int chunks = JobEntry.chunkCount(row);
            table.cancelFree(chunks, epoch);
            if (table.census(chunks, epoch).open() == 0) {
                JobEntry.stateCas(row, state, JobWord.of(epoch, FREE, 0, 0)); // J5
            }
        }
    }

    /// What the submitter left behind. The caller holds its byte.
    void recover(int entry, int deadSlot) {
        MemorySegment row = pool.job(entry);
        long state = JobEntry.stateAcquire(row);
        if (JobWord.slot(state) != deadSlot) {
            return;
        }
        long epoch = JobWord.epoch(state);
        switch (JobWord.state(state)) {
            case SETUP -> JobEntry.stateCas(row, state, JobWord.of(epoch, FREE, 0, 0)); // J6
            case PINNED, RUNNING, ABORTED -> {
                JobEntry.stateCas(row, state, JobWord.of(epoch, ABORTED, 0, 0)); // J4
                CrashPoint.hit("recover.afterAbort");
                reap(entry);
            }
            default -> {}
        }
    }

    /// Whether a job that is not over reads or writes this region.
    boolean uses(int entry, int regionRow, long generation) {
        reap(entry);
        MemorySegment row = pool.job(entry);
        int state = JobWord.state(JobEntry.stateAcquire(row));
        if (state != PINNED && state != RUNNING && state != ABORTED) {
            return false;
        }
        for (int which = 0; which < 3; which++) {
            Handle handle = Handle.read(JobEntry.handle(row, which));
            if (handle != null && handle.names(regionRow, generation)) {
                return true;
            }
        }
        return false;
    }

    static void move(MemorySegment row, long epoch, int from, int to, int slot) {
        if (!JobEntry.stateCas(row, JobWord.of(epoch, from, 0, slot), JobWord.of(epoch, to, 0, to == FREE ? 0 : slot))) {
            throw new IllegalStateException("job entry changed by somebody else: epoch=%d, state=%d".formatted(epoch, from));
        }
    }
}
