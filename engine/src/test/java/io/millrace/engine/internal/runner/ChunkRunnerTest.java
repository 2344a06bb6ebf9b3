package io.millrace.engine.internal.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.ckernel.Watch;
import io.millrace.engine.KernelKind;
import io.millrace.engine.Schedule;
import io.millrace.engine.internal.job.ChunkTable;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.JobTable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SubmittedJob;
import io.millrace.engine.internal.job.UserCode;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.BlockKernel.Settled;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.kernel.ScalarKernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.internal.region.MemoryAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One runner over a job of few large chunks: one that is aborted while a chunk is computed ends before its next
/// blocks, one that settles others finishes them.
class ChunkRunnerTest {
    private static final int WORKERS = 1;
    private static final int ABORTED_IN = 3;
    private static final long LENGTH = 4096 * Block.LENGTH;

    private SharedMemory memory;
    private PoolRegion pool;
    private ByteArray bytes;
    private SubmittedJob job;
    private long blocksDone;

    @BeforeEach
    void open() {
        memory = SharedMemory.temporary(64L << 20);
        pool = PoolRegion.create(
                memory, null, PoolShape.of(WORKERS, 3, KernelKind.SCALAR, Waiting.BALANCED));
        bytes = memory.newByteArray("bytes", LENGTH);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void aFoldOfAnAbortedJobEndsBeforeTheNextBlock() {
        submit(new Work.Reduce(null, ElementType.BYTE, Reduction.SUM), null);
        runner(new Counting(new AbortingFold())).run(job.entry());
        assertEndedEarly();
    }

    @Test
    void anElementwiseKernelOfAnAbortedJobEndsWhereItLooks() {
        submit(new Work.Fill(ElementType.BYTE, 7), bytes);
        runner(new Counting(new AbortingMap())).run(job.entry());
        assertEndedEarly();
    }

    @Test
    void withoutAnAbortTheWholeChunkIsDone() {
        submit(new Work.Reduce(null, ElementType.BYTE, Reduction.SUM), null);
        assertTrue(runner(new ScalarKernels()).run(job.entry()));
        assertEquals(ChunkTable.DONE, JobWord.state(pool.chunks(job.entry()).word(0)));
    }

    @Test
    void aChunkThatSettlesThoseBehindItFinishesTheFreeOnesWithTheEmptyNode() {
        int chunks = runSecondChunk(Settled.BEHIND);
        assertEquals(0, JobWord.state(pool.chunks(job.entry()).word(0)), "chunk 0 is free");
        assertFinished(2, chunks);
        assertTrue(runner(new Counting(new SettlingFold(Settled.NOTHING))).run(job.entry()));
        assertInstanceOf(SubmittedJob.Verdict.Complete.class, job.verdict());
        job.release();
    }

    @Test
    void aChunkThatSettlesAllFinishesTheFreeOnesInFrontOfItToo() {
        int chunks = runSecondChunk(Settled.ALL);
        assertFinished(0, 1);
        assertFinished(2, chunks);
        assertFalse(runner(new ScalarKernels()).run(job.entry()));
        assertInstanceOf(SubmittedJob.Verdict.Complete.class, job.verdict());
        job.release();
    }

    /// The others begin at the other end: what a worker takes of them are the same chunks in job after job, whose
    /// pages are in its page table already.
    @Test
    void aWorkerTakesItsShareUpwardsAndThenTheOthersDownwards() {
        submit(new Work.Fill(ElementType.BYTE, 7), bytes);
        int chunks = job.chunks();
        List<Integer> order = new ArrayList<>();
        ChunkRunner worker = runner(new ScalarKernels());
        while (worker.run(job.entry())) {
            IntStream.range(0, chunks)
                    .filter(chunk -> !order.contains(chunk))
                    .filter(chunk -> JobWord.state(pool.chunks(job.entry()).word(chunk)) == ChunkTable.DONE)
                    .forEach(order::add);
        }
        int own = pool.parties() == 1 ? chunks : order.indexOf(chunks - 1);
        assertTrue(pool.parties() == 1 || Math.abs(own - chunks / 2) <= 1, () -> "order=" + order);
        assertEquals(
                IntStream.concat(
                                IntStream.range(0, own),
                                IntStream.range(own, chunks).map(chunk -> chunks - 1 - (chunk - own)))
                        .boxed()
                        .toList(),
                order);
        job.release();
    }

    /// Chunk 0 stays free: another worker has passed it by.
    private int runSecondChunk(Settled settled) {
        Work work = new Work.Reduce(null, ElementType.BYTE, Reduction.SUM);
        job = new JobTable(pool).trySubmit(
                new JobSpec(work, bytes, null, List.of(), null, Store.CACHED, Schedule.DYNAMIC, UserCode.NONE));
        JobRow.cursorNext(pool.job(job.entry()));
        assertTrue(job.chunks() > 3);
        assertTrue(runner(new Counting(new SettlingFold(settled))).run(job.entry()));
        assertEquals(1, ChunkRow.partial(pool.chunks(job.entry()).rows(), 1, 0), "chunk 1 is computed");
        return job.chunks();
    }

    private void assertFinished(int from, int to) {
        for (int chunk = from; chunk < to; chunk++) {
            assertEquals(ChunkTable.DONE, JobWord.state(pool.chunks(job.entry()).word(chunk)), "chunk " + chunk);
            assertEquals(-1, ChunkRow.partial(pool.chunks(job.entry()).rows(), chunk, 0), "chunk " + chunk);
        }
    }

    private void assertEndedEarly() {
        long blocks = 1L << ChunkRow.level(pool.chunks(job.entry()).rows(), 0);
        assertTrue(blocks > 8 * ABORTED_IN, "the chunk is large enough: blocks=" + blocks);
        assertEquals(ABORTED_IN, blocksDone);
        assertEquals(ChunkTable.CANCELLED, JobWord.state(pool.chunks(job.entry()).word(0)));
        assertTrue(job.isSettled());
        assertInstanceOf(SubmittedJob.Verdict.Aborted.class, job.verdict());
        assertFalse(runner(new ScalarKernels()).run(job.entry()));
        job.release();
    }

    private void submit(Work work, ByteArray out) {
        ByteArray in = out == null ? bytes : null;
        job = new JobTable(pool)
                .trySubmit(new JobSpec(work, in, null, List.of(), out, Store.CACHED, Schedule.STATIC, UserCode.NONE));
    }

    private ChunkRunner runner(Kernels kernels) {
        int slot = MemoryAccess.regionsOf(memory).slotHolder().slot();
        return new ChunkRunner(pool, () -> kernels, slot, 0);
    }

    private void countBlock() {
        if (++blocksDone == ABORTED_IN) {
            job.abort();
        }
    }

    /// Kernels of which there is one.
    private record Counting(BlockKernel kernel) implements Kernels {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public String isa() {
            return "java";
        }

        @Override
        public BlockKernel compile(Work work) {
            return kernel;
        }
    }

    /// Aborts the job in a block.
    private final class AbortingFold implements BlockKernel.Folding {
        @Override
        public int nodeWords() {
            return 1;
        }

        @Override
        public void fold(Operands operands, int n, long[] node) {
            countBlock();
        }

        @Override
        public void combine(long[] left, long leftCount, long[] right, long rightCount) {}

        @Override
        public void empty(long[] node) {}
    }

    /// A fold whose every node settles the same.
    private record SettlingFold(Settled settled) implements BlockKernel.Folding {
        @Override
        public int nodeWords() {
            return 1;
        }

        @Override
        public void fold(Operands operands, int n, long[] node) {
            node[0] = 1;
        }

        @Override
        public Settled settles(long[] node) {
            return settled;
        }

        @Override
        public void combine(long[] left, long leftCount, long[] right, long rightCount) {}

        @Override
        public void empty(long[] node) {
            node[0] = -1;
        }
    }

    /// Looks before each block, as a kernel in C does before some blocks.
    private final class AbortingMap implements BlockKernel.Elementwise {
        @Override
        public void run(Operands operands, long firstIndex, long n) {
            throw new AssertionError("nobody could end it");
        }

        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            for (long done = 0; done < n; done += Block.LENGTH) {
                if (watch.isOver()) {
                    return done;
                }
                countBlock();
            }
            return n;
        }
    }
}
