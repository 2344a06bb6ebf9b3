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
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.kernel.ScalarKernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.internal.region.MemoryAccess;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One runner over a job of few large chunks, which is aborted while a chunk is computed: the chunk ends before its
/// next blocks.
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
