package io.millrace.engine.internal.job;

import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.WorkCodec;
import io.millrace.engine.internal.layout.JobPayload;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.shm.FileFormatException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job in work, for monitoring. Read without order while other processes write: each fact was
/// true at some moment, not all at the same moment.
///
/// @param entry its row in the job table of the pool
/// @param epoch its number in the pool
/// @param submitter process slot of the submitter; 0 when it died
/// @param work such as `map SQUARE double`
/// @param length elements
/// @param chunks number of chunks
/// @param done finished chunks
/// @param claims the chunks in RUN and their workers
public record JobFacts(
        int entry,
        long epoch,
        State state,
        int submitter,
        String work,
        long length,
        int chunks,
        int done,
        List<Claim> claims,
        Instant submittedAt) {

    /// The state of a job.
    public enum State {
        /// Being written by its submitter.
        SETUP,
        /// Written, its arrays cannot be dropped, not yet open to workers.
        PINNED,
        /// In work.
        RUNNING,
        /// Failed, cancelled, or its submitter died: the workers of chunks in RUN end them, no chunk is claimed.
        ABORTED
    }

    /// One chunk in work.
    ///
    /// @param slot process slot of the worker
    /// @param attempt 1 for the first
    public record Claim(int chunk, int slot, int attempt) {}

    public JobFacts {
        claims = List.copyOf(claims);
    }

    /// Finished share, 0 to 1.
    public double progress() {
        return chunks == 0 ? 0 : (double) done / chunks;
    }

    /// The jobs of a pool that have not ended.
    public static List<JobFacts> of(PoolRegion pool) {
        List<JobFacts> jobs = new ArrayList<>();
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            JobFacts job = read(pool, entry);
            if (job != null) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    private static @Nullable JobFacts read(PoolRegion pool, int entry) {
        MemorySegment row = pool.job(entry);
        long word = JobRow.stateAcquire(row);
        State state = state(JobWord.state(word));
        if (state == null) {
            return null;
        }
        long epoch = JobWord.epoch(word);
        int chunks = state == State.SETUP ? 0 : Math.clamp(JobRow.chunkCount(row), 0, pool.shape().chunkCapacity());
        ChunkTable table = pool.chunks(entry);
        List<Claim> claims = new ArrayList<>();
        int done = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            long claim = table.word(chunk);
            if (JobWord.epoch(claim) == epoch && JobWord.state(claim) == ChunkTable.RUN) {
                claims.add(new Claim(chunk, JobWord.slot(claim), JobWord.attempt(claim) + 1));
            } else if (JobWord.epoch(claim) == epoch && JobWord.state(claim) == ChunkTable.DONE) {
                done++;
            }
        }
        return new JobFacts(
                entry,
                epoch,
                state,
                JobWord.slot(word),
                state == State.SETUP ? "being written" : describe(row, pool.payload(entry)),
                JobRow.length(row),
                chunks,
                done,
                claims,
                Instant.ofEpochMilli(JobRow.submittedAt(row)));
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

    private static String describe(MemorySegment row, MemorySegment payload) {
        try {
            return describe(WorkCodec.read(JobRow.work(row), JobPayload.program(payload)));
        } catch (FileFormatException changing) {
            return "unreadable";
        }
    }

    private static String describe(Work work) {
        return switch (work) {
            case Work.Map(var op, var in, _) -> "map %s %s".formatted(op.name(), lower(in));
            case Work.MapIndexed(var op, var in, _) -> "map %s %s with index".formatted(op.name(), lower(in));
            case Work.Zip(var op, var type) -> "zip %s %s".formatted(op.name(), lower(type));
            case Work.Zip3(var op, var type) -> "zip3 %s %s".formatted(op.name(), lower(type));
            case Work.Convert(var in, var out) -> "convert %s to %s".formatted(lower(in), lower(out));
            case Work.Fill(var type, _) -> "fill " + lower(type);
            case Work.Generate(_, var out, _) -> "generate " + lower(out);
            case Work.Reduce(var op, var in, var how) -> "reduce%s %s %s".formatted(name(op), how, lower(in));
            case Work.Dot(var type) -> "dot " + lower(type);
            case Work.Summary(var type) -> "summary " + lower(type);
            case Work.Scan(var in, _, var how) -> "scan %s %s".formatted(how, lower(in));
            case Work.Arg(var in, var how) -> "index of %s %s".formatted(how, lower(in));
            case Work.Count(var op, var in) -> "count %s %s".formatted(op.name(), lower(in));
            case Work.Search(var op, var in, var goal) ->
                "search %s %s %s".formatted(lower(goal), op.name(), lower(in));
            case Work.Evaluation evaluation -> evaluation.toString();
        };
    }

    private static String name(@Nullable Op op) {
        return op == null ? "" : " " + op.name();
    }

    private static String lower(Enum<?> type) {
        return type.name().toLowerCase(java.util.Locale.ROOT);
    }
}
