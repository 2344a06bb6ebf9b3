package io.millrace.engine.job;

import io.millrace.engine.Schedule;
import io.millrace.engine.kernel.BlockKernel;
import io.millrace.engine.kernel.Kernels;
import io.millrace.engine.kernel.SummationTree;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.sync.FutexWord;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Computes chunks at one seat, for one thread: a worker's, or a submitter's that helps.
public final class ChunkRunner {
    private static final Schedule[] SCHEDULES = Schedule.values();

    private final PoolRegion pool;
    private final Kernels kernels;
    private final int slot;
    private final int seat;
    private final @Nullable OpenJob[] open;
    private final Share[] shares;
    private int lastEntry;

    /// @param slot the process slot that stands for this thread in the chunk words
    /// @param seat the seat it holds
    public ChunkRunner(PoolRegion pool, Kernels kernels, int slot, int seat) {
        this.pool = pool;
        this.kernels = kernels;
        this.slot = slot;
        this.seat = seat;
        this.open = new OpenJob[pool.shape().jobs()];
        this.shares = new Share[pool.shape().jobs()];
    }

    public int seat() {
        return seat;
    }

    /// Computes one chunk of the next job that has one, going round so that a long job does not
    /// hold up a short one.
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

    /// Computes one chunk of the job in that entry.
    ///
    /// @return false when it has none free
    public boolean run(int entry) {
        MemorySegment row = pool.job(entry);
        long state = JobEntry.stateAcquire(row);
        if (JobWord.state(state) != JobTable.RUNNING) {
            return false;
        }
        long epoch = JobWord.epoch(state);
        ChunkTable table = pool.chunks(entry);
        int chunks = Math.min(JobEntry.chunkCount(row), pool.shape().chunkCapacity());
        int chunk = claim(entry, row, table, chunks, epoch);
        if (chunk < 0) {
            return false;
        }
        int outcome = ChunkTable.DONE;
        try {
            compute(entry, row, chunk, table, epoch);
        } catch (Throwable failure) { // whatever it is: no chunk stays in RUN while its claimer lives
            ErrorRecord.report(pool, entry, epoch, slot, failure);
            outcome = ChunkTable.ERROR;
        }
        pool.seats().countChunk(seat);
        table.finish(chunk, epoch, outcome, slot);
        boolean last = JobEntry.countFinished(row) >= chunks;
        if (last || outcome == ChunkTable.ERROR) {
            new FutexWord(row, JobEntry.NEWS).addAndWakeAll(1);
            pool.news().addAndWakeAll(1);
        }
        return true;
    }

    /// First what was given back, so that a chunk that kills workers is found out soon; then along
    /// the schedule's own order; then whatever is free.
    private int claim(int entry, MemorySegment row, ChunkTable table, int chunks, long epoch) {
        int returned = claimReturned(row, table, chunks, epoch);
        if (returned >= 0) {
            return returned;
        }
        Share share = shares[entry];
        if (share == null || share.epoch != epoch) {
            share = new Share(epoch, firstOf(seat, chunks, pool.workers()));
            shares[entry] = share;
        }
        Schedule schedule = SCHEDULES[JobEntry.schedule(row)];
        if (schedule == Schedule.DYNAMIC || schedule == Schedule.GUIDED) {
            while (!share.cursorSpent) {
                long next = JobEntry.cursorNext(row);
                if (next >= chunks) {
                    share.cursorSpent = true;
                } else if (table.claim((int) next, epoch, slot)) {
                    return (int) next;
                }
            }
        }
        for (int step = 0; step < chunks; step++) {
            int chunk = share.next;
            share.next = chunk + 1 < chunks ? chunk + 1 : 0;
            if (table.claim(chunk, epoch, slot)) {
                return chunk;
            }
        }
        return -1;
    }

    private int claimReturned(MemorySegment row, ChunkTable table, int chunks, long epoch) {
        long seen = JobEntry.returnedOpaque(row);
        if (seen == 0) {
            return -1;
        }
        for (int chunk = 0; chunk < chunks; chunk++) {
            if (JobWord.attempt(table.word(chunk)) > 0 && table.claim(chunk, epoch, slot)) {
                return chunk;
            }
        }
        JobEntry.noneReturned(row, seen);
        return -1;
    }

    private static int firstOf(int seat, int chunks, int workers) {
        return (int) ((long) seat % Math.max(1, workers) * chunks / Math.max(1, workers));
    }

    private void compute(int entry, MemorySegment row, int chunk, ChunkTable table, long epoch) {
        OpenJob job = ready(entry, epoch);
        MemorySegment rows = table.rows();
        long first = ChunkRow.firstBlock(rows, chunk) * Block.LENGTH;
        long length = Math.min(
                JobEntry.length(row) - first, (1L << ChunkRow.level(rows, chunk)) * Block.LENGTH);
        job.out().expectWrites(first, length);
        long begun = job.timed() ? System.nanoTime() : 0;
        switch (job.kernel()) {
            case BlockKernel.Elementwise kernel when job.inPlace() ->
                    Redo.run(
                            rows,
                            chunk,
                            seat,
                            new InPlaceChunk(
                                    job, kernel, pool.scratch(seat), new InPlaceChunk.Span(first, length)));
            case BlockKernel.Elementwise kernel -> kernel.run(job.operands(first, length), first, length);
            case BlockKernel.Folding kernel -> fold(job, kernel, rows, chunk, first, length);
        }
        if (job.timed()) {
            JobEntry.countUser(row, length, System.nanoTime() - begun);
        }
    }

    private OpenJob ready(int entry, long epoch) {
        OpenJob job = open[entry];
        if (job == null || job.epoch() != epoch) {
            job = OpenJob.open(pool, entry, epoch, kernels);
            open[entry] = job;
        }
        return job;
    }

    private static void fold(
            OpenJob job, BlockKernel.Folding kernel, MemorySegment rows, int chunk, long first, long length) {
        SummationTree tree = new SummationTree(kernel, first / Block.LENGTH);
        long[] node = new long[kernel.nodeWords()];
        long[] nodes = new long[kernel.nodeWords() * kernel.blocksPerCall()];
        long step = (long) Block.LENGTH * kernel.blocksPerCall();
        for (long begin = 0; begin < length; begin += step) {
            int n = (int) Math.min(step, length - begin);
            kernel.fold(job.operands(first + begin, n), first + begin, n, nodes);
            for (int block = 0; block * Block.LENGTH < n; block++) {
                System.arraycopy(nodes, block * node.length, node, 0, node.length);
                tree.add(node, Math.min(Block.LENGTH, n - block * Block.LENGTH));
            }
        }
        tree.root(node);
        for (int word = 0; word < node.length; word++) {
            ChunkRow.partial(rows, chunk, word, node[word]);
            CrashPoint.hit("chunk.midPartial");
        }
    }

    /// Where this seat goes on looking in one job.
    private static final class Share {
        final long epoch;
        int next;
        boolean cursorSpent;

        Share(long epoch, int next) {
            this.epoch = epoch;
            this.next = next;
        }
    }
}
