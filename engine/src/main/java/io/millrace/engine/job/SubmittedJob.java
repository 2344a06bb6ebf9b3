package io.millrace.engine.job;

import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.sync.FutexWord;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One job in work, seen by its submitter: how far it is, what became of it, and its end.
///
/// A job is *settled* when no chunk is FREE or RUN any more. Only then its entry is released, so
/// that nothing is written to its output afterwards. Any thread of the submitting process may call
/// these methods; [#release] exactly one.
public final class SubmittedJob {
    private final PoolRegion pool;
    private final int entry;
    private final long epoch;
    private final int chunks;
    private final JobSpec spec;
    private final MemorySegment row;
    private final ChunkTable table;
    private final FutexWord news;

    SubmittedJob(PoolRegion pool, int entry, long epoch, int chunks, JobSpec spec) {
        this.pool = pool;
        this.entry = entry;
        this.epoch = epoch;
        this.chunks = chunks;
        this.spec = spec;
        this.row = pool.job(entry);
        this.table = pool.chunks(entry);
        this.news = new FutexWord(row, JobEntry.NEWS);
    }

    /// How a settled job ended.
    public sealed interface Verdict {
        /// Every chunk is done.
        record Complete() implements Verdict {}

        /// A chunk threw.
        ///
        /// @param exception null when it cannot be read here
        record Threw(String type, String message, @Nullable Throwable exception) implements Verdict {}

        /// A chunk died with every worker that tried it; `pid` was the last.
        record Lost(long pid, long chunk, int attempt) implements Verdict {}

        /// It was aborted from outside.
        record Aborted() implements Verdict {}
    }

    public int entry() {
        return entry;
    }

    public int chunks() {
        return chunks;
    }

    /// Finished share, 0 to 1.
    public double progress() {
        return chunks == 0 ? 1 : (double) table.census(chunks, epoch).done() / chunks;
    }

    /// The word the submitter sleeps on: read it before [#isSettled], wait for it to move after a
    /// no.
    public FutexWord news() {
        return news;
    }

    /// Whether no chunk is claimable or in work. A failed chunk aborts the job: the rest is
    /// cancelled, not computed.
    public boolean isSettled() {
        ChunkTable.Census census = table.census(chunks, epoch);
        if (census.failed() >= 0 || isAborted()) {
            abort();
            census = table.census(chunks, epoch);
        }
        return census.open() == 0;
    }

    private boolean isAborted() {
        return JobWord.state(JobEntry.stateAcquire(row)) == JobTable.ABORTED;
    }

    /// Nobody starts another chunk of this job; chunks in work go on to their end.
    public void abort() {
        long state = JobEntry.stateAcquire(row);
        if (JobWord.epoch(state) != epoch) {
            return;
        }
        int from = JobWord.state(state);
        if (from == JobTable.RUNNING || from == JobTable.PINNED) {
            JobEntry.stateCas(row, state, JobWord.of(epoch, JobTable.ABORTED, 0, JobWord.slot(state))); // J4
        }
        CrashPoint.hit("job.afterAbort");
        table.cancelFree(chunks, epoch);
        CrashPoint.hit("job.afterCancel");
    }

    /// What became of it; call it when settled.
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
            return new Verdict.Lost(ChunkRow.partial(table.rows(), chunk, 0), chunk, JobWord.attempt(word));
        }
        Optional<ErrorRecord.RemoteFailure> failure = ErrorRecord.read(pool, entry, epoch);
        return failure.<Verdict>map(told -> new Verdict.Threw(told.type(), told.message(), told.exception()))
                .orElseGet(() -> new Verdict.Threw("java.lang.Error", "chunk %d failed".formatted(chunk), null));
    }

    /// The root of the summation tree over the chunks' partials; call it when complete and before
    /// [#release].
    public Partials partials() {
        return new Partials(table.rows(), chunks, JobEntry.length(row));
    }

    private void learn() {
        long elements = JobEntry.userElements(row);
        if (!spec.code().isEmpty() && elements > 0) {
            spec.code().cost().learn((double) JobEntry.userNanos(row) / elements);
        }
    }

    /// Gives the entry back. The job must be settled.
    public void release() {
        learn();
        CrashPoint.hit("job.beforeRelease");
        long state = JobEntry.stateAcquire(row);
        if (JobWord.epoch(state) == epoch) {
            JobEntry.stateCas(row, state, JobWord.of(epoch, JobTable.FREE, 0, 0)); // J5
        }
        pool.news().addAndWakeAll(1);
    }
}
