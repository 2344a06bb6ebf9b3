package io.millrace.engine.internal.runner;

import io.millrace.ckernel.RedoChunk;
import io.millrace.ckernel.Watch;
import io.millrace.engine.Schedule;
import io.millrace.engine.internal.job.ChunkPlan;
import io.millrace.engine.internal.job.ChunkTable;
import io.millrace.engine.internal.job.ErrorRecord;
import io.millrace.engine.internal.job.JobTable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.BlockKernel.Settled;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.kernel.RangeFold;
import io.millrace.engine.internal.kernel.WorkCodec;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.PoolCodes;
import io.millrace.engine.internal.recorder.RecordedChunk;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Computes chunks in one worker slot, for one thread: of a worker, or of a submitter.
public final class ChunkRunner {

    /// How often a worker looks whether a job has workers enough, before its first chunks.
    private static final int LOOKS = 2;

    private final PoolRegion pool;
    private final Supplier<Kernels> kernels;
    private final int slot;
    private final int workerSlot;
    private final boolean isSubmitter;
    private final @Nullable OpenJob[] open;
    private final Share[] shares;
    private int lastEntry;

    /// Made for the first chunk in place.
    private @Nullable RedoChunk redo;

    private @Nullable Needless needless;

    /// @param kernels gives the kernels to compute the next chunk with
    /// @param slot the process slot that this thread writes into chunk words
    /// @param workerSlot the worker slot that this thread holds
    public ChunkRunner(PoolRegion pool, Supplier<Kernels> kernels, int slot, int workerSlot) {
        this.pool = pool;
        this.kernels = kernels;
        this.slot = slot;
        this.workerSlot = workerSlot;
        this.isSubmitter = workerSlot >= pool.shape().workers();
        this.open = new OpenJob[pool.shape().jobs()];
        this.shares = new Share[pool.shape().jobs()];
    }

    public int workerSlot() {
        return workerSlot;
    }

    /// Computes one chunk of the next job that has a free one, job after job in turns, so that a
    /// long job does not delay a short one.
    ///
    /// @return false when no running job has a free chunk
    public boolean runAny() {
        int entries = pool.shape().jobs();
        for (int step = 1; step <= entries; step++) {
            int entry = (lastEntry + step) % entries;
            if (run(entry)) {
                lastEntry = entry;
                return true;
            }
        }
        return false;
    }

    /// Computes one chunk of the job in that row.
    ///
    /// @return false when it has no free chunk
    public boolean run(int entry) {
        MemorySegment row = pool.job(entry);
        long state = JobRow.stateAcquire(row);
        if (JobWord.state(state) != JobTable.RUNNING) {
            return false;
        }
        long epoch = JobWord.epoch(state);
        ChunkTable table = pool.chunks(entry);
        int chunks = Math.min(JobRow.chunkCount(row), pool.shape().chunkCapacity());
        int chunk = claim(entry, row, table, chunks, epoch);
        if (chunk < 0) {
            return false;
        }
        int outcome;
        needless = null;
        RecordedChunk record = RecordedChunk.NONE;
        try {
            record = RecordedChunk.begin(pool, epoch, chunk, workerSlot);
            boolean whole = compute(entry, new Watch(JobRow.stateWord(row), state), chunk, epoch);
            outcome = whole ? ChunkTable.DONE : ChunkTable.CANCELLED;
            if (!whole) {
                CrashPoint.hit("chunk.beforeCancelled");
            }
        } catch (Throwable failure) { // any failure ends the chunk: it must not stay in RUN while its worker lives
            ErrorRecord.report(pool, entry, epoch, slot, failure);
            outcome = ChunkTable.ERROR;
        }
        long elements = table.elements(chunk, JobRow.length(row));
        pool.workerSlots().countChunk(workerSlot, elements);
        long first = ChunkRow.firstBlock(table.rows(), chunk) * Block.LENGTH;
        finish(row, table, chunk, chunks, epoch, outcome);
        record.ended(first, elements, outcome);
        if (needless != null && outcome == ChunkTable.DONE) {
            CrashPoint.hit("chunk.afterSettled");
            finishNeedless(row, table, needless, chunks, epoch);
        }
        return true;
    }

    private void finish(MemorySegment row, ChunkTable table, int chunk, int chunks, long epoch, int outcome) {
        table.finish(chunk, epoch, outcome, slot);
        boolean last = JobRow.countFinished(row) >= chunks;
        if (last || outcome != ChunkTable.DONE) {
            new EventCount(row, JobRow.NEWS).advance();
            pool.news().advance();
        }
    }

    /// Finishes the free chunks that a chunk settles, now that it is DONE: claims each and gives it the empty
    /// node. A death here gives back at most one of them, and leaves the others to be computed.
    private void finishNeedless(MemorySegment row, ChunkTable table, Needless others, int chunks, long epoch) {
        for (int chunk = others.from; chunk < chunks; chunk++) {
            if (claim(table, chunk, epoch)) {
                write(others.node, table.rows(), chunk);
                finish(row, table, chunk, chunks, epoch, ChunkTable.DONE);
            }
        }
    }

    /// First the chunks that were given back, so that a chunk that kills workers reaches its last
    /// attempt soon; then in the order of the schedule; then any free chunk. A submitter claims no chunk
    /// that was given back: it may kill whoever computes it.
    private int claim(int entry, MemorySegment row, ChunkTable table, int chunks, long epoch) {
        int returned = isSubmitter ? -1 : claimReturned(row, table, chunks, epoch);
        if (returned >= 0) {
            return returned;
        }
        Share share = shares[entry];
        if (share == null || share.epoch != epoch) {
            share = share(row, table, chunks, epoch);
            shares[entry] = share;
        }
        boolean hasPlaces = share.builtIn && !isSubmitter;
        if (hasPlaces && isFull(share, epoch)) {
            return -1;
        }
        int chunk = claimFree(share, row, table, chunks, epoch);
        if (hasPlaces && chunk >= 0) {
            pool.workerSlots().compute(workerSlot, epoch, true);
        }
        return chunk;
    }

    private int claimFree(Share share, MemorySegment row, ChunkTable table, int chunks, long epoch) {
        Schedule schedule = PoolCodes.schedule(JobRow.schedule(row));
        if (schedule == Schedule.DYNAMIC || schedule == Schedule.GUIDED) {
            while (!share.cursorSpent) {
                long next = JobRow.cursorNext(row);
                if (next >= chunks) {
                    share.cursorSpent = true;
                } else if (claim(table, (int) next, epoch)) {
                    return (int) next;
                }
            }
        }
        for (int step = 0; step < chunks; step++) {
            int chunk = share.next();
            if (claim(table, chunk, epoch)) {
                return chunk;
            }
        }
        return -1;
    }

    /// Whether so many other workers compute for a job of built-in operations that they and its submitter have
    /// a processor each: then this worker, which came by chance, leaves the job to them. Of two that come at
    /// once, the one in the lower slot stays; the other may have seen it too late, so it looks again before its
    /// second chunk. Chunks that were given back a worker takes in any case.
    private boolean isFull(Share share, long epoch) {
        boolean claimed = share.looks > 0;
        pool.workerSlots().compute(workerSlot, epoch, claimed);
        if (share.looks == LOOKS) {
            return false;
        }
        share.looks++;
        int places = Math.max(1, pool.parties() - 1);
        int others = 0;
        for (int other = 0; other < pool.shape().workers() && others < places; other++) {
            boolean counts = other < workerSlot || other > workerSlot && !claimed;
            others += counts && pool.workerSlots().computes(other, epoch, other > workerSlot) ? 1 : 0;
        }
        if (others == places) {
            share.looks = 0;
            pause();
        }
        return others == places;
    }

    /// Tells other workers that this one claims no chunks for now.
    public void pause() {
        pool.workerSlots().pause(workerSlot);
    }

    private boolean claim(ChunkTable table, int chunk, long epoch) {
        return isSubmitter ? table.claimUntried(chunk, epoch, slot) : table.claim(chunk, epoch, slot);
    }

    private int claimReturned(MemorySegment row, ChunkTable table, int chunks, long epoch) {
        long seen = JobRow.returnedOpaque(row);
        if (seen == 0) {
            return -1;
        }
        for (int chunk = 0; chunk < chunks; chunk++) {
            if (JobWord.attempt(table.word(chunk)) > 0 && table.claim(chunk, epoch, slot)) {
                return chunk;
            }
        }
        JobRow.noneReturned(row, seen);
        return -1;
    }

    /// The share of this thread. A job of built-in operations has one share for its submitter, the last, and the
    /// others for the workers, which may be more.
    private Share share(MemorySegment row, ChunkTable table, int chunks, long epoch) {
        boolean builtIn = isBuiltIn(row);
        int parties = Math.max(1, builtIn ? pool.parties() : pool.workers());
        int ofWorkers = builtIn ? Math.max(1, parties - 1) : parties;
        int share = builtIn && isSubmitter ? parties - 1 : workerSlot % ofWorkers;
        long blocks = Block.count(JobRow.length(row));
        int first = chunkAt(table, chunks, ChunkPlan.bound(blocks, share, parties));
        return new Share(
                epoch, builtIn, chunks, first, chunkAt(table, chunks, ChunkPlan.bound(blocks, share + 1, parties)));
    }

    /// The first chunk that begins at `block` or behind it; `chunks` if there is none.
    private static int chunkAt(ChunkTable table, int chunks, long block) {
        int low = 0;
        int high = chunks;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ChunkRow.firstBlock(table.rows(), middle) < block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean isBuiltIn(MemorySegment row) {
        return !WorkCodec.namesUserFunctions(JobRow.work(row));
    }

    /// @param wanted over once the job is aborted
    /// @return false when the computation ended early, because the job was aborted
    private boolean compute(int entry, Watch wanted, int chunk, long epoch) {
        OpenJob job = ready(entry, epoch);
        MemorySegment row = pool.job(entry);
        MemorySegment rows = pool.chunks(entry).rows();
        long first = ChunkRow.firstBlock(rows, chunk) * Block.LENGTH;
        long length = pool.chunks(entry).elements(chunk, JobRow.length(row));
        job.out().expectWrites(first, length);
        long begun = job.timed() ? System.nanoTime() : 0;
        boolean whole;
        job.inputs().begin();
        try {
            whole = compute(job, rows, chunk, new InPlaceChunk.Span(first, length), wanted);
        } finally {
            job.inputs().end();
        }
        if (whole && needless == null && job.timed()) { // a chunk that settles others ended early
            JobRow.countUser(row, length, System.nanoTime() - begun);
        }
        return whole;
    }

    private boolean compute(OpenJob job, MemorySegment rows, int chunk, InPlaceChunk.Span span, Watch wanted) {
        long first = span.first();
        long length = span.length();
        BlockKernel kernel = job.kernel(); // no switch over its types: the JVM makes a class for one
        if (kernel instanceof BlockKernel.Folding folding) {
            long[] node = new RangeFold(folding, job::operands, wanted).node(first, length);
            needless = node == null ? null : Needless.of(folding, node, chunk);
            return node != null && write(node, rows, chunk);
        }
        if (kernel instanceof BlockKernel.Scanning scanning) {
            long[] before = first == 0 ? null : new long[] {ChunkRow.partial(rows, chunk, ChunkRow.BEFORE)};
            return scanning.run(job.operands(first, length), first, length, before, wanted) == length;
        }
        BlockKernel.Elementwise elementwise = (BlockKernel.Elementwise) kernel;
        if (job.inPlace()) {
            return new InPlaceChunk(job, elementwise, pool.scratch(workerSlot), span)
                    .run(rows, chunk, workerSlot, redo(), wanted);
        }
        return elementwise.run(job.operands(first, length), first, length, wanted) == length;
    }

    private RedoChunk redo() {
        RedoChunk made = redo;
        if (made == null) {
            made = new RedoChunk();
            redo = made;
        }
        return made;
    }

    private OpenJob ready(int entry, long epoch) {
        OpenJob job = open[entry];
        Kernels now = kernels.get();
        if (job == null || job.epoch() != epoch || job.kernels() != now) {
            OpenJob again = job == null || job.kernels() != now ? null : job.again(pool, entry, epoch);
            job = again == null ? OpenJob.open(pool, entry, epoch, now) : again;
            open[entry] = job;
        }
        return job;
    }

    private static boolean write(long[] node, MemorySegment rows, int chunk) {
        for (int word = 0; word < node.length; word++) {
            ChunkRow.partial(rows, chunk, word, node[word]);
            CrashPoint.hit("chunk.midPartial");
        }
        return true;
    }

    /// Chunks that need not be computed once another one is DONE.
    ///
    /// @param from the first of them; all behind it are needless too
    /// @param node of no elements
    private record Needless(int from, long[] node) {

        static @Nullable Needless of(BlockKernel.Folding kernel, long[] node, int chunk) {
            Settled settled = kernel.settles(node);
            if (settled == Settled.NOTHING) {
                return null;
            }
            long[] empty = new long[kernel.nodeWords()];
            kernel.empty(empty);
            return new Needless(settled == Settled.ALL ? 0 : chunk + 1, empty);
        }
    }

    /// Where this worker slot continues to look in one job.
    private static final class Share {
        final long epoch;
        final boolean builtIn;
        private final int chunks;
        private final int first;
        private final int end;
        private int step;
        int looks;
        boolean cursorSpent;

        /// @param chunks of the job
        /// @param first the first chunk of the share
        /// @param end the chunk behind its last one
        Share(long epoch, boolean builtIn, int chunks, int first, int end) {
            this.epoch = epoch;
            this.builtIn = builtIn;
            this.chunks = chunks;
            this.first = first;
            this.end = end;
        }

        /// The next chunk to look at, round after round: those of the share upwards, then the others downwards, so
        /// that who helps another takes the end of that one's share.
        int next() {
            int own = end - first;
            int chunk = step < own ? first + step : first - 1 - (step - own);
            step = step + 1 < chunks ? step + 1 : 0;
            return chunk < 0 ? chunk + chunks : chunk;
        }
    }
}
