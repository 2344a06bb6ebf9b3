package io.millrace.engine.job;

import io.millrace.shm.os.CrashPoint;
import java.lang.foreign.MemorySegment;

/// Gives each chunk of a job to one living worker at a time.
///
/// ```text
///              claim C1                finish C2
///   FREE(e,a) ───────────▶ RUN(e,a,w) ───────────▶ DONE(e)
///     │  ▲                   │   │
///     │  └── give back C3 ───┘   ├── C4 ──▶ ERROR(e)      the work threw; the error record says what
///     │      a + 1, w is dead    └── C5 ──▶ LOST(e)       w is dead and a was the last attempt
///     └──────── C6 ────────▶ CANCELLED(e)                 the job was aborted
/// ```
///
/// **Invariants.** 1. What is not FREE or RUN never changes again in epoch e. 2. Only w moves a row
/// out of RUN(w), unless the kernel confirmed that w is dead: then only the holder of w's byte
/// does. 3. A chunk's output and partial are stored before C2; whoever reads DONE sees them.
///
/// **Order.** All transitions are compare-and-set; readers acquire. That makes 3 true; streaming
/// kernels end in a store fence of their own.
///
/// **Death.** Before C1 nothing happened. Between C1 and C2 the result is not counted, so C3 may
/// give the chunk away: out of place it is simply done again, in place [Redo] has made every block
/// either old or new first.
///
/// **Progress.** Lock-free: a failed C1 means that another worker got that row or that the job was
/// aborted.
final class ChunkTable {
    static final int FREE = 0;
    static final int RUN = 1;
    static final int DONE = 2;
    static final int ERROR = 3;
    static final int LOST = 4;
    static final int CANCELLED = 5;

    /// What [#census] found.
    ///
    /// @param open chunks FREE or RUN
    /// @param failed the first chunk in ERROR or LOST, -1 when there is none
    record Census(int open, int running, int done, int failed) {}

    private final MemorySegment rows;

    ChunkTable(MemorySegment rows) {
        this.rows = rows;
    }

    /// Writes a row anew, for the submitter while the job is in SETUP. The word is last, with
    /// release order.
    void open(int chunk, long epoch, long firstBlock, int level) {
        ChunkRow.place(rows, chunk, firstBlock, level);
        ChunkRow.progressRelease(rows, chunk, Redo.progress(epoch, 0));
        for (int word = 0; word < ChunkRow.PARTIAL_WORDS; word++) {
            ChunkRow.partial(rows, chunk, word, 0);
        }
        ChunkRow.wordRelease(rows, chunk, JobWord.of(epoch, FREE, 0, 0));
    }

    boolean claim(int chunk, long epoch, int slot) {
        long word = ChunkRow.wordAcquire(rows, chunk);
        if (JobWord.epoch(word) != epoch || JobWord.state(word) != FREE) {
            return false;
        }
        boolean claimed = ChunkRow.wordCas(
                rows, chunk, word, JobWord.of(epoch, RUN, JobWord.attempt(word), slot)); // C1
        if (claimed) {
            CrashPoint.hit("chunk.afterClaim");
        }
        return claimed;
    }

    /// Leaves RUN with DONE (C2) or ERROR (C4); only the claimer calls it.
    void finish(int chunk, long epoch, int state, int slot) {
        long word = ChunkRow.wordAcquire(rows, chunk);
        CrashPoint.hit("chunk.beforeFinish");
        boolean mine = JobWord.slot(word) == slot && JobWord.state(word) == RUN && JobWord.epoch(word) == epoch;
        if (!mine || !ChunkRow.wordCas(rows, chunk, word, JobWord.of(epoch, state, JobWord.attempt(word), 0))) { // C2, C4
            throw new IllegalStateException(
                    "chunk taken from its living claimer: chunk=%d, epoch=%d; the file was changed by somebody else"
                            .formatted(chunk, epoch));
        }
        CrashPoint.hit("chunk.afterFinish");
    }

    /// Takes a chunk from a dead worker. The caller holds that slot's byte and has finished the
    /// chunk's redo.
    ///
    /// @return whether the chunk may be claimed again; false when this was the last attempt
    boolean giveBack(int chunk, long word, Victim victim, int maxAttempts) {
        long epoch = JobWord.epoch(word);
        long blocks = Redo.block(ChunkRow.progressAcquire(rows, chunk));
        boolean advanced = blocks > 0 && blocks > ChunkRow.partial(rows, chunk, 1); // in-place jobs only
        int attempt = advanced ? 1 : Math.min(JobWord.attempt(word) + 1, JobWord.MAX_ATTEMPT);
        ChunkRow.partial(rows, chunk, 0, victim.pid());
        ChunkRow.partial(rows, chunk, 1, blocks);
        ChunkRow.partial(rows, chunk, 2, attempt);
        CrashPoint.hit("recover.beforeGiveBack");
        int next = attempt >= maxAttempts ? LOST : victim.jobAborted() ? CANCELLED : FREE;
        ChunkRow.wordCas(rows, chunk, word, JobWord.of(epoch, next, attempt, 0)); // C3, C5
        CrashPoint.hit("recover.afterGiveBack");
        return next == FREE;
    }

    /// Nobody claims a chunk of this epoch any more after it; those in RUN go on to their end.
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

    long word(int chunk) {
        return ChunkRow.wordAcquire(rows, chunk);
    }

    MemorySegment rows() {
        return rows;
    }

    /// Who died in a chunk.
    record Victim(long pid, boolean jobAborted) {}
}
