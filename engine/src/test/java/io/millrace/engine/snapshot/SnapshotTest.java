package io.millrace.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.KernelKind;
import io.millrace.engine.Schedule;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.JobTable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SubmittedJob;
import io.millrace.engine.internal.job.TaskBatch;
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
import io.millrace.shm.data.SharedCounter;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.message.Broadcast;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedLock;
import io.millrace.shm.view.ProcessView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
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
                check(Snapshot.of(looking), MemoryAccess.regionsOf(memory).slotHolder().slot());
            }
            check(Snapshot.of(memory), MemoryAccess.regionsOf(memory).slotHolder().slot());
            check(Snapshot.of(file), MemoryAccess.regionsOf(memory).slotHolder().slot());
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
        assertEquals(ProcessView.State.ALIVE, snapshot.processes().getFirst().state());
        PoolView pool = snapshot.pools().getFirst();
        assertEquals("mill", pool.name());
        assertEquals(PoolView.State.OPEN, pool.state());
        assertEquals(slot, pool.owner().slot());
        assertEquals(1, pool.workerSlots().getFirst().number());
        JobView job = pool.jobs().getFirst();
        assertEquals(JobView.State.RUNNING, job.state());
        assertEquals("map SQUARE double", job.work());
        assertEquals(LENGTH, job.elements());
        assertEquals(0, job.chunksDone());
        assertTrue(job.chunks() > 0 && job.claims().isEmpty(), job.toString());
        assertEquals(slot, job.submitter().orElseThrow().slot());
        assertEquals(1, pool.batchesWaiting());
        assertEquals(0, pool.batchesInWork());
        assertEquals(4, pool.tasksInBatches());
        assertEquals(0, pool.tasksDoneInBatches());
    }

    @Test
    void ratesAreTheDifferenceOfTwoSnapshots(@TempDir Path folder) throws Exception {
        try (SharedMemory memory = SharedMemory.create(folder.resolve("rates.mill"), 4L << 20);
                SharedMemory looking = SharedMemory.attachReadOnly(memory.file())) {
            SharedLock lock = memory.newLock("door");
            SharedQueue<String> queue = memory.newQueue("jobs", Codec.utf8());
            Connection<String, String> talk = memory.newPipe("talk", Codec.utf8(), 4096).first();
            Broadcast<String> news = memory.newBroadcast("news", Codec.utf8(), 4096);
            SharedCounter served = memory.newCounter("served");
            served.add(100);
            queue.put("before");
            Snapshot earlier = Snapshot.of(looking);
            lock.lock();
            lock.unlock();
            queue.put("one");
            queue.put("two");
            queue.take();
            talk.send("word");
            news.send("word");
            served.add(7);
            Snapshot later = Snapshot.of(looking);
            Rates rates = later.since(earlier);
            double seconds = rates.time().toNanos() / 1e9;
            assertEquals(1, rates.locks().getFirst().acquisitions() * seconds, 1e-6);
            assertEquals(2, rates.queues().getFirst().puts() * seconds, 1e-6);
            assertEquals(1, rates.queues().getFirst().takes() * seconds, 1e-6);
            long sent = later.pipes().getFirst().toSecondSentBytes();
            assertEquals(sent, rates.pipes().getFirst().toSecondBytes() * seconds, 1e-6);
            assertTrue(sent > 0);
            assertEquals(1, rates.broadcasts().getFirst().sent() * seconds, 1e-6);
            assertEquals("served", rates.counters().getFirst().name());
            assertEquals(7, rates.counters().getFirst().added() * seconds, 1e-6);
            memory.drop("served");
            memory.newCounter("served").increment();
            assertEquals(0, Snapshot.of(looking).since(later).counters().getFirst().added());
            assertThrows(IllegalArgumentException.class, () -> earlier.since(later));
        }
    }

    @Test
    void regionsThatComeAndGoMeanwhileDoNotLookDamaged(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("changing.mill");
        try (SharedMemory memory = SharedMemory.create(file, 4L << 20);
                SharedMemory looking = SharedMemory.attachReadOnly(file)) {
            FutureTask<Void> changes = new FutureTask<>(() -> {
                for (int round = 0; round < 500; round++) {
                    memory.newQueue("changing", Codec.utf8()).put("word");
                    memory.drop("changing");
                    memory.newSemaphore("changing", 100).acquire();
                    memory.drop("changing");
                    memory.newCounter("changing", Map.of("round", "" + round)).increment();
                    memory.drop("changing");
                    memory.newMap("changing", Codec.utf8(), Codec.utf8()).put("key", "value");
                    memory.drop("changing");
                }
                return null;
            });
            Thread.ofPlatform().daemon().start(changes);
            while (!changes.isDone()) {
                Snapshot.of(looking);
            }
            changes.get();
        }
    }
}
