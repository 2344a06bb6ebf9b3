package io.millrace.engine.snapshot;

import io.millrace.engine.internal.job.ChunkTable;
import io.millrace.engine.internal.job.ErrorRecord;
import io.millrace.engine.internal.job.JobTable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.snapshot.JobView.Claim;
import io.millrace.engine.snapshot.JobView.State;
import io.millrace.shm.internal.process.ProcessViews;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Reads the table of jobs over arrays.
///
/// @param secondsSince how long the pool has worked since some moment; 0 when that is not known
record JobReader(PoolRegion pool, ProcessViews processes, ToDoubleFunction<Instant> secondsSince) {
    /// The jobs that have not ended.
    List<JobView> readAll() {
        List<JobView> jobs = new ArrayList<>();
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            JobView job = read(entry);
            if (job != null) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    private @Nullable JobView read(int entry) {
        MemorySegment row = pool.job(entry);
        long word = JobRow.stateAcquire(row);
        State state = state(JobWord.state(word));
        if (state == null) {
            return null;
        }
        long epoch = JobWord.epoch(word);
        boolean setup = state == State.SETUP;
        Chunks chunks = chunks(entry, epoch, setup ? 0 : JobRow.chunkCount(row));
        Instant submittedAt = Instant.ofEpochMilli(JobRow.submittedAt(row));
        return new JobView(
                epoch,
                state,
                processes.ifAny(JobWord.slot(word)),
                setup ? "being written" : WorkText.of(row, pool.payload(entry)),
                JobRow.length(row),
                chunks.elementsDone,
                chunks.count,
                chunks.done,
                chunks.claims,
                submittedAt,
                PoolReader.rate(chunks.elementsDone, secondsSince.applyAsDouble(submittedAt)),
                ErrorRecord.describe(pool, entry, epoch));
    }

    /// The chunks of a job, counted.
    private static final class Chunks {
        private final List<Claim> claims = new ArrayList<>();
        private int count;
        private int done;
        private long elementsDone;
    }

    private Chunks chunks(int entry, long epoch, int count) {
        ChunkTable table = pool.chunks(entry);
        long length = JobRow.length(pool.job(entry));
        Chunks chunks = new Chunks();
        chunks.count = Math.clamp(count, 0, pool.shape().chunkCapacity());
        for (int chunk = 0; chunk < chunks.count; chunk++) {
            long word = table.word(chunk);
            if (JobWord.epoch(word) == epoch && JobWord.state(word) == ChunkTable.RUN) {
                chunks.claims.add(
                        new Claim(chunk, processes.of(Math.max(1, JobWord.slot(word))), JobWord.attempt(word) + 1));
            } else if (JobWord.epoch(word) == epoch && JobWord.state(word) == ChunkTable.DONE) {
                chunks.done++;
                chunks.elementsDone += table.elements(chunk, length);
            }
        }
        return chunks;
    }

    private static @Nullable State state(int code) {
        return switch (code) {
            case JobTable.SETUP -> State.SETUP;
            case JobTable.PINNED -> State.PINNED;
            case JobTable.RUNNING -> State.RUNNING;
            case JobTable.ABORTED -> State.ABORTED;
            default -> null;
        };
    }
}
