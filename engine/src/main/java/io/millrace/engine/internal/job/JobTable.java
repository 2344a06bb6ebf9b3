package io.millrace.engine.internal.job;

import io.millrace.engine.internal.kernel.Program;
import io.millrace.engine.internal.kernel.ProgramCodec;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.WorkCodec;
import io.millrace.engine.internal.layout.ArrayHandle;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.JobPayload;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.PoolCodes;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.os.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The jobs of a pool: claims a row, fills it in, opens it for the workers.
///
/// ```text
///           J1                   J2                  J3                  J5
///   FREE ───────▶ SETUP(e, s) ──────▶ PINNED(e, s) ─────▶ RUNNING(e, s) ────▶ FREE
///     ▲                │                   │                    │
///     │                │ J6                │ J4                 │ J4
///     ├────────────────┘                   ▼                    ▼
///     └──────────────── J5 ──────────── ABORTED(e, s or 0) ◀────┘
/// ```
///
/// | step | who                                       | when                                          |
/// |------|-------------------------------------------|-----------------------------------------------|
/// | J1   | the submitter s                           | the row is FREE; e is new                     |
/// | J2   | s                                         | the row, its handles and chunks are written   |
/// | J3   | s                                         | the regions of the handles still exist        |
/// | J4   | s, or its recoverer, which writes slot 0  | the job failed, was cancelled, s is dead      |
/// | J5   | s; anybody once ABORTED names slot 0      | no chunk is FREE or RUN                       |
/// | J6   | s, or its recoverer                       | an error before J2, s is dead                 |
///
/// **Invariants.** 1. An epoch belongs to one job, ever. 2. From PINNED to FREE the handles stand,
/// and a region they name is not dropped: J2 is a full fence between writing the handles and asking
/// whether the regions still exist; `drop` does the same in the other order (retire the region,
/// fence, look for jobs that use it). 3. J5 happens only when no chunk is FREE or RUN: nobody
/// computes for a job whose row is FREE.
///
/// **Order.** All transitions are compare-and-set; what is written in SETUP is read after acquiring
/// RUNNING.
///
/// **Errors of the submitter** before J3 free the row again: J6 from SETUP, J4 and J5 from PINNED.
///
/// **Death of the submitter.** The recoverer of its slot frees SETUP (J6: no worker has seen the
/// job) and aborts the others (J4), then cancels their free chunks. The workers of chunks in RUN
/// end them; then the next process that looks for a free row, or the next recovery, does J5.
public final class JobTable {
    static final int FREE = 0;
    public static final int SETUP = 1;
    public static final int PINNED = 2;
    public static final int RUNNING = 3;
    public static final int ABORTED = 4;

    private final PoolRegion pool;

    public JobTable(PoolRegion pool) {
        this.pool = pool;
    }

    /// Opens a job for the workers. The submitter then calls them: [SubmittedJob#callWorkers].
    ///
    /// @return null when every row is taken
    /// @throws io.millrace.shm.RegionDroppedException when an array was dropped; then the row is
    ///         free again
    public @Nullable SubmittedJob trySubmit(JobSpec spec) {
        int slot = pool.memory().slotHolder().slot();
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            MemorySegment row = pool.job(entry);
            reap(entry);
            long state = JobRow.stateAcquire(row);
            if (JobWord.state(state) == FREE) {
                long epoch = pool.nextEpoch();
                if (JobRow.stateCas(row, state, JobWord.of(epoch, SETUP, 0, slot))) { // J1
                    CrashPoint.hit("job.afterSetup");
                    try {
                        return open(entry, epoch, spec);
                    } catch (Throwable failure) { // a region was dropped, or there is no memory: the row is free again
                        giveUp(row, entry, epoch);
                        throw failure;
                    }
                }
            }
        }
        return null;
    }

    private SubmittedJob open(int entry, long epoch, JobSpec spec) {
        MemorySegment row = pool.job(entry);
        int slot = pool.memory().slotHolder().slot();
        int chunks = write(entry, epoch, spec);
        CrashPoint.hit("job.beforePinned");
        move(row, epoch, SETUP, PINNED, slot); // J2
        CrashPoint.hit("job.afterPinned");
        SubmittedJob job = new SubmittedJob(pool, entry, epoch, chunks, spec);
        spec.requireThere();
        move(row, epoch, PINNED, RUNNING, slot); // J3
        CrashPoint.hit("job.afterRunning");
        return job;
    }

    /// Frees the row after an error. Nothing fails once the job is RUNNING: no worker has seen it.
    private void giveUp(MemorySegment row, int entry, long epoch) {
        long state = JobRow.stateAcquire(row);
        if (JobWord.epoch(state) == epoch && JobWord.state(state) == SETUP) {
            JobRow.stateCas(row, state, JobWord.of(epoch, FREE, 0, 0)); // J6
        } else if (JobWord.epoch(state) == epoch && JobWord.state(state) == PINNED) {
            JobRow.stateCas(row, state, JobWord.of(epoch, ABORTED, 0, 0)); // J4
            reap(entry);
        }
        pool.news().advance();
    }

    private int write(int entry, long epoch, JobSpec spec) {
        MemorySegment row = pool.job(entry);
        JobRow.length(row, spec.length());
        JobRow.inPlace(row, spec.inPlace());
        JobRow.store(row, spec.store().code());
        JobRow.schedule(row, PoolCodes.of(spec.schedule()));
        JobRow.submittedAt(row, System.currentTimeMillis());
        JobRow.resetHints(row);
        WorkCodec.write(spec.work(), JobRow.work(row));
        NumericArray[] arrays = {spec.first(), spec.second(), spec.out(), spec.third()};
        for (int which = 0; which < arrays.length; which++) {
            ArrayHandle.write(ArrayHandle.of(arrays[which]), JobRow.handle(row, which));
        }
        if (!spec.code().isEmpty()) {
            spec.code().write(pool.payload(entry));
        }
        if (spec.work() instanceof Work.Evaluation evaluation) {
            writeExpression(pool.payload(entry), evaluation.program(), spec.inputs());
        }
        ErrorRecord.clear(row, epoch);
        ChunkTable table = pool.chunks(entry);
        ChunkPlan plan = ChunkPlan.of(
                Block.count(spec.length()),
                spec.code().isEmpty() ? pool.parties() : pool.workers(),
                pool.shape().chunkCapacity(),
                spec.schedule(),
                ChunkSize.of(spec.work(), spec.code()));
        ScanStarts starts = spec.starts();
        int chunks = starts == null
                ? plan.cut((chunk, firstBlock, level) -> table.open(chunk, epoch, firstBlock, level))
                : starts.open(table, epoch);
        JobRow.chunkCount(row, chunks);
        return chunks;
    }

    private static void writeExpression(MemorySegment payload, Program program, List<NumericArray> inputs) {
        ProgramCodec.write(program, JobPayload.program(payload));
        JobPayload.arrayCount(payload, inputs.size());
        for (int which = 0; which < inputs.size(); which++) {
            ArrayHandle.write(ArrayHandle.of(inputs.get(which)), JobPayload.array(payload, which));
        }
    }

    /// Whether some running job has a free chunk.
    boolean hasFreeChunk() {
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            MemorySegment row = pool.job(entry);
            long state = JobRow.stateAcquire(row);
            if (JobWord.state(state) == RUNNING) {
                int chunks = Math.min(JobRow.chunkCount(row), pool.shape().chunkCapacity());
                ChunkTable.Census census = pool.chunks(entry).census(chunks, JobWord.epoch(state));
                if (census.open() > census.running()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether every row is free.
    boolean isEmpty() {
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            reap(entry);
            if (JobWord.state(JobRow.stateAcquire(pool.job(entry))) != FREE) {
                return false;
            }
        }
        return true;
    }

    /// Frees the row of an aborted job without submitter, if nobody computes for it any more.
    void reap(int entry) {
        MemorySegment row = pool.job(entry);
        long state = JobRow.stateAcquire(row);
        if (JobWord.state(state) == ABORTED && JobWord.slot(state) == 0) {
            long epoch = JobWord.epoch(state);
            ChunkTable table = pool.chunks(entry);
            int chunks = JobRow.chunkCount(row);
            table.cancelFree(chunks, epoch);
            if (table.census(chunks, epoch).open() == 0) {
                JobRow.stateCas(row, state, JobWord.of(epoch, FREE, 0, 0)); // J5
            }
        }
    }

    /// Ends the job of a dead submitter. The caller holds the byte of `deadSlot`.
    void recover(int entry, int deadSlot) {
        MemorySegment row = pool.job(entry);
        long state = JobRow.stateAcquire(row);
        if (JobWord.slot(state) != deadSlot) {
            return;
        }
        long epoch = JobWord.epoch(state);
        switch (JobWord.state(state)) {
            case SETUP -> JobRow.stateCas(row, state, JobWord.of(epoch, FREE, 0, 0)); // J6
            case PINNED, RUNNING, ABORTED -> {
                JobRow.stateCas(row, state, JobWord.of(epoch, ABORTED, 0, 0)); // J4
                CrashPoint.hit("recover.afterAbort");
                reap(entry);
            }
            default -> {}
        }
    }

    /// Whether a job that has not ended reads or writes this region.
    boolean uses(int entry, int regionRow, long generation) {
        reap(entry);
        MemorySegment row = pool.job(entry);
        int state = JobWord.state(JobRow.stateAcquire(row));
        if (state != PINNED && state != RUNNING && state != ABORTED) {
            return false;
        }
        for (int which = 0; which < JobRow.HANDLES; which++) {
            ArrayHandle handle = ArrayHandle.read(JobRow.handle(row, which));
            if (handle != null && handle.names(regionRow, generation)) {
                return true;
            }
        }
        return WorkCodec.isEvaluation(JobRow.work(row)) && reads(pool.payload(entry), regionRow, generation);
    }

    private static boolean reads(MemorySegment payload, int regionRow, long generation) {
        for (int which = 0; which < JobPayload.arrayCount(payload); which++) {
            ArrayHandle handle = ArrayHandle.read(JobPayload.array(payload, which));
            if (handle != null && handle.names(regionRow, generation)) {
                return true;
            }
        }
        return false;
    }

    private static void move(MemorySegment row, long epoch, int from, int to, int slot) {
        if (!JobRow.stateCas(row, JobWord.of(epoch, from, 0, slot), JobWord.of(epoch, to, 0, slot))) { // J2, J3
            throw new IllegalStateException(
                    "job row changed by another process: epoch=%s, state=%s".formatted(epoch, from));
        }
    }
}
