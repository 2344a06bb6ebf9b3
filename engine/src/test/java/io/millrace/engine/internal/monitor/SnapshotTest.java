package io.millrace.engine.internal.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.KernelKind;
import io.millrace.engine.Schedule;
import io.millrace.engine.internal.job.JobFacts;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.JobTable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SubmittedJob;
import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.job.TaskFacts;
import io.millrace.engine.internal.job.TaskTable;
import io.millrace.engine.internal.job.UserCode;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.internal.region.MemoryAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    private static final int LENGTH = 100_000;

    @Test
    void showsRegionsPoolsAndJobsWithoutChangingAByte(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("watched.mill");
        try (SharedMemory memory = SharedMemory.create(file, 4L << 20)) {
            DoubleArray in = memory.newDoubleArray("in", LENGTH);
            DoubleArray out = memory.newDoubleArray("out", LENGTH);
            PoolRegion pool = PoolRegion.create(
                    memory, "mill", PoolShape.of(2, 8, KernelKind.SCALAR, Waiting.PARK));
            Work square = new Work.Map(Op.of(DoubleUnaryOp.SQUARE), ElementType.DOUBLE, ElementType.DOUBLE);
            SubmittedJob job = new JobTable(pool)
                    .trySubmit(new JobSpec(
                            square, in, null, List.of(), out, Store.CACHED, Schedule.AUTO, UserCode.NONE));
            TaskBatch batch = new TaskTable(pool).trySubmit(new TaskSpec(
                    new byte[8], new TaskSpec.ItemBytes(Column.NONE, new byte[16], 4), 1, 0));
            pool.workerSlots().take(1, MemoryAccess.regionsOf(memory).slotHolder().slot());
            byte[] before = Files.readAllBytes(file);
            try (SharedMemory looking = SharedMemory.attachReadOnly(file)) {
                check(Snapshot.of(looking, looking.processes()), MemoryAccess.regionsOf(memory).slotHolder().slot());
            }
            assertArrayEquals(before, Files.readAllBytes(file));
            batch.cancel();
            batch.release();
            job.abort();
            job.release();
        }
    }

    private static void check(Snapshot snapshot, int slot) {
        assertEquals(2, snapshot.regions().size());
        assertEquals(1, snapshot.processes().size());
        PoolFacts pool = snapshot.pools().getFirst();
        assertEquals("mill", pool.name());
        assertEquals(PoolFacts.State.OPEN, pool.state());
        assertEquals(slot, pool.owner());
        assertEquals(1, pool.workerSlots().getFirst().number());
        JobFacts job = pool.jobs().getFirst();
        assertEquals(JobFacts.State.RUNNING, job.state());
        assertEquals("map SQUARE double", job.work());
        assertEquals(LENGTH, job.length());
        assertEquals(0, job.done());
        assertTrue(job.chunks() > 0 && job.claims().isEmpty(), job.toString());
        assertEquals(slot, job.submitter());
        assertEquals(new TaskFacts(1, 0, 4, 0), pool.tasks());
    }
}
