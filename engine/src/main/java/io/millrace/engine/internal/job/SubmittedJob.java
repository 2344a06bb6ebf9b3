package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One job in work, for its submitter: its progress, its result, and its end.
///
/// A job is *settled* when no chunk is FREE or RUN any more. Only then its row is freed, so that
/// nothing is written to its output afterwards. Any thread of the submitting process may call these
/// methods; exactly one thread calls [#release].
public final class SubmittedJob {
    private final PoolRegion pool;
    private final int entry;
    private final long epoch;
    private final int chunks;
    private final JobSpec spec;
    private final MemorySegment row;
    private final ChunkTable table;
    private final EventCount news;

    SubmittedJob(PoolRegion pool, int entry, long epoch, int chunks, JobSpec spec) {
        this.pool = pool;
        this.entry = entry;
        this.epoch = epoch;
        this.chunks = chunks;
        this.spec = spec;
        this.row = pool.job(entry);
        this.table = pool.chunks(entry);
        this.news = new EventCount(row, JobRow.NEWS);
    }

    /// How a settled job ended.
    public sealed interface Verdict {
        /// Every chunk is done.
        record Complete() implements Verdict {}

        /// A chunk threw.
        ///
        /// @param exception null when this process cannot decode it
        record Threw(String type, String message, @Nullable Throwable exception) implements Verdict {}

        /// Every worker that tried a chunk died; `pid` was the last one.
        record Lost(long pid, long chunk, int attempt) implements Verdict {}

        /// It was cancelled, or its submitter died.
        record Aborted() implements Verdict {}
    }

    public int entry() {
        return entry;
    }

    /// Its number in the pool: no other job has it, ever.
    public long number() {
        return epoch;
    }

    public int chunks() {
        return chunks;
    }

    /// Wakes workers for this job.
    ///
    /// @param needed how many should take part: as many as there are chunks are enough
    public void callWorkers(int needed) {
        WorkerCalls.some(pool, Math.min(needed, chunks));
    }

    /// Wakes all workers for this job.
    public void callAllWorkers() {
        WorkerCalls.all(pool);
    }

    /// Whether a free chunk is one that a dead worker gave back: its submitter does not compute it.
    public boolean needsWorker() {
        for (int chunk = 0; chunk < chunks; chunk++) {
            long word = table.word(chunk);
            if (JobWord.epoch(word) == epoch
                    && JobWord.state(word) == ChunkTable.FREE
                    && JobWord.attempt(word) > 0) {
                return true;
            }
        }
        return false;
    }

    /// The share of finished chunks, 0 to 1.
    public double progress() {
        return chunks == 0 ? 1 : (double) table.census(chunks, epoch).done() / chunks;
    }

    /// The word that the submitter sleeps on: read it before [#isSettled], and wait for it to
    /// change when the job is not settled.
    public EventCount news() {
        return news;
    }

    /// Whether no chunk is FREE or RUN. A failed chunk aborts the job: the free chunks are
    /// cancelled.
    public boolean isSettled() {
        ChunkTable.Census census = table.census(chunks, epoch);
        if (census.failed() >= 0 || isAborted()) {
            abort();
            census = table.census(chunks, epoch);
        }
        return census.open() == 0;
    }

    private boolean isAborted() {
        return JobWord.state(JobRow.stateAcquire(row)) == JobTable.ABORTED;
    }

    /// Aborts the job: no chunk of it is claimed any more; the workers of chunks in RUN end them.
    /// Out of place, a built-in operation ends within some 16 blocks.
    public void abort() {
        long state = JobRow.stateAcquire(row);
        if (JobWord.epoch(state) != epoch) {
            return;
        }
        int from = JobWord.state(state);
        if (from == JobTable.RUNNING || from == JobTable.PINNED) {
            JobRow.stateCas(row, state, JobWord.of(epoch, JobTable.ABORTED, 0, JobWord.slot(state))); // J4
        }
        CrashPoint.hit("job.afterAbort");
        table.cancelFree(chunks, epoch);
        CrashPoint.hit("job.afterCancel");
    }

    /// Hands each worker that runs a chunk of this job to `stop`, which kills it. For aborted jobs:
    /// no chunk of them is claimed any more.
    ///
    /// A chunk's word names slot and epoch. The method reads it, looks up the process of the slot,
    /// and reads the word again: only if it is the same, that process runs this chunk. **Race.**
    /// The worker may finish the chunk after the second read and do other work when the signal
    /// arrives some microseconds later. Then it dies in that work: one attempt of that chunk or
    /// task is spent, another worker does the work again with the same result; a task that may not
    /// run again fails.
    public void stopWorkers(Consumer<TaskBatch.StopRequest> stop) {
        int self = pool.memory().slotHolder().slot();
        for (int chunk = 0; chunk < chunks; chunk++) {
            long word = table.word(chunk);
            int slot = JobWord.slot(word);
            if (JobWord.epoch(word) != epoch || JobWord.state(word) != ChunkTable.RUN || slot == self) {
                continue;
            }
            TaskBatch.StopRequest worker =
                    new TaskBatch.StopRequest(slot, pool.memory().slotHolder().info(slot).pid(), epoch);
            if (table.word(chunk) == word) {
                stop.accept(worker);
            }
        }
    }

    /// How the job ended. The job must be settled.
    public Verdict verdict() {
        ChunkTable.Census census = table.census(chunks, epoch);
        if (census.failed() >= 0) {
            return failure(census.failed());
        }
        return census.done() == chunks ? new Verdict.Complete() : new Verdict.Aborted();
    }

    private Verdict failure(int chunk) {
        long word = table.word(chunk);
        if (JobWord.state(word) == ChunkTable.LOST) {
            return new Verdict.Lost(
                    ChunkRow.partial(table.rows(), chunk, ChunkRow.DEAD_PID), chunk, JobWord.attempt(word));
        }
        Optional<ErrorRecord.RemoteFailure> failure = ErrorRecord.read(pool, entry, epoch);
        return failure.<Verdict>map(told -> new Verdict.Threw(told.type(), told.message(), told.exception()))
                .orElseGet(() -> new Verdict.Threw("java.lang.Error", "chunk %s failed".formatted(chunk), null));
    }

    /// The partial results of the chunks. The job must be complete and not yet released.
    public Partials partials() {
        return new Partials(table.rows(), chunks, JobRow.length(row));
    }

    private void learn() {
        long elements = JobRow.userElements(row);
        if (!spec.code().isEmpty() && elements > 0) {
            spec.code().cost().learn((double) JobRow.userNanos(row) / elements);
        }
    }

    /// Frees the row. The job must be settled.
    public void release() {
        learn();
        CrashPoint.hit("job.beforeRelease");
        long state = JobRow.stateAcquire(row);
        if (JobWord.epoch(state) == epoch) {
            JobRow.stateCas(row, state, JobWord.of(epoch, JobTable.FREE, 0, 0)); // J5
        }
        pool.news().advance();
    }
}
