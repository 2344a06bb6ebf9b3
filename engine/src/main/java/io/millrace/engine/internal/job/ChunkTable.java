package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.shm.internal.os.CrashPoint;
import java.lang.foreign.MemorySegment;

/// Gives each chunk of a job to one living worker at a time.
///
/// ```text
///              claim C1                finish C2
///   FREE(e,a) ───────────▶ RUN(e,a,w) ───────────▶ DONE(e)
///     │  ▲                   │   │
///     │  └── give back C3 ───┘   ├── C4 ──▶ ERROR(e)
///     │          a + 1           ├── C5 ──▶ LOST(e)
///     │                          └── C7, C8 ──▶ CANCELLED(e)
///     └──────── C6 ────────▶ CANCELLED(e)
/// ```
///
/// | step | who                                  | when                                                 |
/// |------|--------------------------------------|------------------------------------------------------|
/// | C1   | the worker w                         | the chunk is FREE; for a submitter w also: a is 0    |
/// | C2   | w                                    | output and partial result are written                |
/// | C4   | w                                    | the work threw; the error record says what           |
/// | C8   | w                                    | w saw that the job was aborted, and ended early      |
/// | C3   | the recoverer of w                   | w is dead, and a was not the last attempt            |
/// | C5   | the recoverer of w                   | w is dead, and a was the last attempt                |
/// | C7   | the recoverer of w                   | w is dead, and the job was aborted                   |
/// | C6   | the submitter, or who frees the row  | the job was aborted                                  |
///
/// **Invariants.** 1. What is not FREE or RUN never changes again in epoch e. 2. Only w moves a row
/// out of RUN(w), unless the kernel confirmed that w is dead: then only the holder of w's byte
/// does. 3. A chunk's output and partial result are stored before C2; a process that reads DONE
/// sees them.
///
/// **Order.** All transitions are compare-and-set; readers acquire. That makes 3 true; streaming
/// kernels end in a store fence of their own.
///
/// **Death.** Before C1 nothing happened. Between C1 and C2 the result is not counted, so C3 may
/// free the chunk: out of place it is computed again, in place [Redo] has made every block either
/// old or new first. C7 has precedence over C5 and C3: the submitter stops a chunk that does not
/// end by aborting the job and killing the worker ([SubmittedJob#stopWorkers]); such a chunk is
/// cancelled, it is not the failure of the job. C8 needs no recovery: out of place the output of an
/// aborted job is unspecified, as after C7; in place the worker did R3 of [Redo] before, so each block
/// is old or new.
///
/// **Chunks that need no work.** The node of a chunk may settle those of others: a search that found an
/// element. Its worker then takes the free ones among them through C1 and C2 with the empty node. They are
/// chunks like any other, so a death there loses nothing.
///
/// **Progress.** Lock-free: a failed C1 means that another worker got that row or that the job was
/// aborted.
public final class ChunkTable {
    public static final int FREE = 0;
    public static final int RUN = 1;
    public static final int DONE = 2;
    public static final int ERROR = 3;
    static final int LOST = 4;
    public static final int CANCELLED = 5;

    /// What [#census] found.
    ///
    /// @param open chunks FREE or RUN
    /// @param failed the first chunk in ERROR or LOST, -1 when there is none
    record Census(int open, int running, int done, int failed) {}

    private final MemorySegment rows;

    ChunkTable(MemorySegment rows) {
        this.rows = rows;
    }

    /// Writes a row. Called by the submitter while the job is in SETUP. The word is written last,
    /// with release order.
    void open(int chunk, long epoch, long firstBlock, int level) {
        ChunkRow.place(rows, chunk, firstBlock, level);
        ChunkRow.progressRelease(rows, chunk, Redo.progress(epoch, 0));
        for (int word = 0; word < ChunkRow.PARTIAL_WORDS; word++) {
            ChunkRow.partial(rows, chunk, word, 0);
        }
        ChunkRow.wordRelease(rows, chunk, JobWord.of(epoch, FREE, 0, 0));
    }

    /// Claims a chunk if it is free.
    public boolean claim(int chunk, long epoch, int slot) {
        return claim(chunk, epoch, slot, JobWord.MAX_ATTEMPT);
    }

    /// Claims a chunk if it is free and nobody has died in it.
    public boolean claimUntried(int chunk, long epoch, int slot) {
        return claim(chunk, epoch, slot, 0);
    }

    private boolean claim(int chunk, long epoch, int slot, int mostAttempts) {
        long word = ChunkRow.wordAcquire(rows, chunk);
        if (JobWord.epoch(word) != epoch || JobWord.state(word) != FREE || JobWord.attempt(word) > mostAttempts) {
            return false;
        }
        long run = JobWord.of(epoch, RUN, JobWord.attempt(word), slot);
        if (!ChunkRow.wordCas(rows, chunk, word, run)) { // C1
            return false;
        }
        CrashPoint.hit("chunk.afterClaim");
        return true;
    }

    /// Leaves RUN with DONE (C2), ERROR (C4) or CANCELLED (C8); called by the worker that claimed it.
    public void finish(int chunk, long epoch, int state, int slot) {
        long word = ChunkRow.wordAcquire(rows, chunk);
        CrashPoint.hit("chunk.beforeFinish");
        boolean mine = JobWord.slot(word) == slot && JobWord.state(word) == RUN && JobWord.epoch(word) == epoch;
        long next = JobWord.of(epoch, state, JobWord.attempt(word), 0);
        if (!mine || !ChunkRow.wordCas(rows, chunk, word, next)) { // C2, C4, C8
            throw new IllegalStateException(
                    "chunk taken from its living worker: chunk=%s, epoch=%s; another program changed the file"
                            .formatted(chunk, epoch));
        }
        CrashPoint.hit("chunk.afterFinish");
    }

    /// Takes a chunk from a dead worker. The caller holds the byte of its process slot and has
    /// replayed the chunk's redo record.
    ///
    /// @return whether the chunk may be claimed again; false when this was the last attempt
    boolean giveBack(int chunk, long word, DeadWorker deadWorker, int maxAttempts) {
        long epoch = JobWord.epoch(word);
        long blocks = Redo.block(ChunkRow.progressAcquire(rows, chunk));
        // in-place jobs only
        boolean advanced = blocks > 0 && blocks > ChunkRow.partial(rows, chunk, ChunkRow.DEAD_BLOCKS);
        int attempt = advanced ? 1 : Math.min(JobWord.attempt(word) + 1, JobWord.MAX_ATTEMPT);
        ChunkRow.partial(rows, chunk, ChunkRow.DEAD_PID, deadWorker.pid());
        ChunkRow.partial(rows, chunk, ChunkRow.DEAD_BLOCKS, blocks);
        CrashPoint.hit("recover.beforeGiveBack");
        int next = deadWorker.jobAborted() ? CANCELLED : attempt >= maxAttempts ? LOST : FREE;
        ChunkRow.wordCas(rows, chunk, word, JobWord.of(epoch, next, attempt, 0)); // C3, C5, C7
        if (next == CANCELLED) {
            CrashPoint.hit("recover.afterChunkCancel");
        }
        CrashPoint.hit("recover.afterGiveBack");
        return next == FREE;
    }

    /// Cancels the free chunks of this epoch: none is claimed any more. The workers of chunks in RUN
    /// end them, most of them early.
    void cancelFree(int chunks, long epoch) {
        for (int chunk = 0; chunk < chunks; chunk++) {
            long word = ChunkRow.wordAcquire(rows, chunk);
            while (JobWord.epoch(word) == epoch && JobWord.state(word) == FREE) {
                ChunkRow.wordCas(rows, chunk, word, JobWord.of(epoch, CANCELLED, 0, 0)); // C6
                word = ChunkRow.wordAcquire(rows, chunk);
            }
        }
    }

    Census census(int chunks, long epoch) {
        int open = 0;
        int running = 0;
        int done = 0;
        int failed = -1;
        for (int chunk = 0; chunk < chunks; chunk++) {
            long word = ChunkRow.wordAcquire(rows, chunk);
            if (JobWord.epoch(word) != epoch) {
                continue;
            }
            switch (JobWord.state(word)) {
                case FREE -> open++;
                case RUN -> {
                    open++;
                    running++;
                }
                case DONE -> done++;
                case ERROR, LOST -> failed = failed < 0 ? chunk : failed;
                default -> {}
            }
        }
        return new Census(open, running, done, failed);
    }

    /// Elements of a chunk of a job of so many elements.
    public long elements(int chunk, long jobLength) {
        long place = ChunkRow.place(rows, chunk);
        long whole = (1L << ChunkRow.level(place)) * Block.LENGTH;
        return Math.min(jobLength - ChunkRow.firstBlock(place) * Block.LENGTH, whole);
    }

    public long word(int chunk) {
        return ChunkRow.wordAcquire(rows, chunk);
    }

    public MemorySegment rows() {
        return rows;
    }

    /// Who died in a chunk.
    record DeadWorker(long pid, boolean jobAborted) {}
}
