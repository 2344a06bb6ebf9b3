package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.internal.job.TaskBatch.State;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.Status;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.region.MemoryAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a dead worker or submitter leaves, at hand-made moments.
@Timeout(60)
class TaskDeathTest {
    private static final RemoteFunction<Integer, Integer> TWICE = value -> 2 * value;

    private static final RemoteFunction<Integer, byte[]> BYTES = byte[]::new;

    private static Runnable duringTask = () -> {};

    private final TaskBed bed = new TaskBed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void anItemOfTheDeadIsRunAgainAndTheFinishedOnesAreNot() {
        LongValue runs = bed.memory.newLongValue("runs", 0);
        RemoteFunction<Integer, Long> counting = item -> 10 * item + runs.incrementAndGet();
        TaskBatch batch = bed.submit(counting, 1, 2, 3, 4);
        ProcessSlotHolder dead = bed.worker();
        claimAndFinish(batch, dead, 2);
        die(dead);
        assertEquals(State.READY, batch.state());
        assertEquals(1, batch.attempt());
        assertEquals(ProcessHandle.current().pid(), batch.victimPid());
        bed.runner().runAny();
        assertEquals(State.DONE, batch.state());
        assertEquals(List.of("NULL", "NULL", "VALUE 31", "VALUE 42"), bed.results(batch));
        batch.release();
    }

    @Test
    void anItemThatKillsEveryWorkerIsLostAndTheOthersAreNot() {
        TaskBatch batch = bed.submit(TWICE, 1, 2, 3);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertFalse(batch.isSettled());
            ProcessSlotHolder dead = bed.worker();
            claimAndFinish(batch, dead, attempt == 1 ? 1 : 0);
            die(dead);
        }
        assertEquals(State.LOST, batch.state());
        assertEquals(3, batch.attempt());
        assertEquals(1, batch.done());
        assertEquals(ProcessHandle.current().pid(), batch.victimPid());
        assertEquals(List.of("NULL"), bed.results(batch));
        batch.release();
    }

    @Test
    void theTimeOfAnItemBeginsAnewWithItsNextWorker() {
        TaskBatch batch = bed.submit(TWICE, 1);
        ProcessSlotHolder dead = bed.worker();
        claimAndFinish(batch, dead, 0);
        TaskRow.startedAt(bed.pool.task(batch.row()), System.nanoTime() - 5_000_000_000L);
        assertTrue(batch.runningNanos() > 4_000_000_000L);
        die(dead);
        ProcessSlotHolder next = bed.worker();
        claimAndFinish(batch, next, 0);
        assertEquals(State.RUNNING, batch.state());
        assertEquals(0, batch.runningNanos());
        die(next);
    }

    @Test
    void attemptsCountForOneItemOnly() {
        TaskBatch batch = bed.submit(TWICE, 1, 2, 3);
        for (int round = 0; round < 2; round++) {
            ProcessSlotHolder dead = bed.worker();
            claimAndFinish(batch, dead, 0);
            die(dead);
        }
        assertEquals(2, batch.attempt());
        bed.runner().runAny();
        assertEquals(State.DONE, batch.state());
        assertEquals(0, batch.attempt());
        batch.release();
    }

    @Test
    void aDeathAfterTheLastItemLosesNothing() {
        TaskSpec once = bed.spec(TWICE, 1, 1, 2);
        TaskBatch batch = bed.tasks.trySubmit(once);
        ProcessSlotHolder dead = bed.worker();
        claimAndFinish(batch, dead, 2);
        die(dead);
        assertEquals(State.DONE, batch.state());
        batch.release();
        TaskBatch lost = bed.tasks.trySubmit(once);
        ProcessSlotHolder alsoDead = bed.worker();
        claimAndFinish(lost, alsoDead, 1);
        die(alsoDead);
        assertEquals(State.LOST, lost.state(), "what is to be run once is not run again");
        lost.release();
    }

    @Test
    void aHalfMadeLargeResultIsMadeAnew() {
        TaskBatch batch = bed.submit(BYTES, 1 << 20);
        ProcessSlotHolder dead = bed.worker();
        int row = claimAndFinish(batch, dead, 0);
        long epoch = JobWord.epoch(TaskRow.wordAcquire(bed.pool.task(row)));
        new SpillRegions(bed.pool, row, epoch).make(SpillRegions.RESULT, 100, bytes -> {});
        die(dead);
        bed.runner().runAny();
        assertEquals(List.of("VALUE 1048576 bytes of 0"), bed.results(batch));
        batch.release();
        bed.assertNoOverflowIsLeft();
    }

    @Test
    void aWorkerThatDiesAfterAStopRequestCancelsItsBatch() {
        TaskBatch batch = bed.submit(TWICE, 1, 2);
        ProcessSlotHolder dead = bed.worker();
        claimAndFinish(batch, dead, 1);
        assertEquals(dead.slot(), batch.requestStop().orElseThrow().slot());
        die(dead);
        assertEquals(State.CANCELLED, batch.state());
        assertEquals(List.of("NULL"), bed.results(batch));
        batch.release();
    }

    @Test
    void whatADeadSubmitterLeftIsFreed() {
        SharedMemory other = SharedMemory.attach(bed.memory.file());
        MemoryAccess.regionsOf(other).slotHolder().needsSweeper(SweeperBits.POOLS);
        TaskTable theirs = new TaskTable(PoolRegion.open(other, bed.pool.name()));
        TaskBatch ready = theirs.trySubmit(bed.spec(TWICE, 3, 1));
        TaskBatch large = theirs.trySubmit(bed.spec(TWICE, 3, Stream.generate(() -> 1).limit(20_000).toArray()));
        TaskBatch running = theirs.trySubmit(bed.spec(TWICE, 3, 1, 2));
        TaskBatch stopping = theirs.trySubmit(bed.spec(TWICE, 3, 1, 2));
        ProcessSlotHolder worker = bed.worker();
        claimAndFinish(running, worker, 1);
        claimAndFinish(stopping, worker, 1);
        assertTrue(stopping.requestStop().isPresent());
        TaskBatch mine = bed.submit(TWICE, 1);
        assertEquals(State.READY, ready.state());
        assertEquals(State.READY, large.state());
        new JobRecovery().recover(
                MemoryAccess.regionsOf(bed.memory), MemoryAccess.regionsOf(other).slotHolder().slot());
        assertEquals(List.of(TaskTable.RUN, TaskTable.STOPPING, TaskTable.READY), bed.busyRows());
        die(worker);
        new JobRecovery().recover(
                MemoryAccess.regionsOf(bed.memory), MemoryAccess.regionsOf(other).slotHolder().slot());
        assertEquals(List.of(TaskTable.READY), bed.busyRows());
        assertEquals(State.READY, mine.state());
        mine.cancel();
        mine.release();
        other.close();
        bed.assertNoOverflowIsLeft();
    }

    @Test
    void aWorkerStopsForADeadSubmitterAndFreesTheRow() {
        SharedMemory other = SharedMemory.attach(bed.memory.file());
        int slot = MemoryAccess.regionsOf(other).slotHolder().slot();
        TaskTable theirs = new TaskTable(PoolRegion.open(other, bed.pool.name()));
        duringTask = () -> new JobRecovery().recover(MemoryAccess.regionsOf(bed.memory), slot);
        RemoteFunction<Integer, Integer> meanwhile = item -> {
            duringTask.run();
            return item;
        };
        assertNotNull(theirs.trySubmit(bed.spec(meanwhile, 3, 1, 2, 3)));
        TaskRunner runner = bed.runner();
        runner.runAny();
        assertEquals(1, runner.itemsRun());
        assertEquals(List.of(), bed.busyRows());
        other.close();
    }

    @Test
    void aProcessThatClosesItsMemoryTakesNoMoreResults() {
        SharedMemory other = SharedMemory.attach(bed.memory.file());
        MemoryAccess.regionsOf(other).slotHolder().needsSweeper(SweeperBits.POOLS);
        TaskTable theirs = new TaskTable(PoolRegion.open(other, bed.pool.name()));
        assertNotNull(theirs.trySubmit(bed.spec(TWICE, 3, 1)));
        assertNotNull(theirs.trySubmit(bed.spec(TWICE, 3, 1)));
        other.close();
        assertEquals(List.of(), bed.busyRows());
    }

    /// What a worker does that gets to the end of so many items, with null as results.
    private int claimAndFinish(TaskBatch batch, ProcessSlotHolder worker, int items) {
        int row = batch.row();
        MemorySegment segment = bed.pool.task(row);
        long ready = TaskRow.wordAcquire(segment);
        long epoch = JobWord.epoch(ready);
        assertTrue(TaskRow.wordCas(
                segment, ready, JobWord.of(epoch, TaskTable.RUN, JobWord.attempt(ready), worker.slot())));
        long before = TaskRow.progressAcquire(segment);
        int end = TaskRow.end(before);
        for (int item = 0; item < items; item++) {
            MemorySegment results = TaskTable.results(bed.pool, segment);
            results.set(ValueLayout.JAVA_BYTE, end, (byte) Status.NULL.ordinal());
            results.set(ResultReader.LENGTH, end + 1, 0);
            end += ResultReader.HEADER;
        }
        TaskRow.progressRelease(segment, TaskRow.progress(TaskRow.done(before) + items, end, false));
        return row;
    }

    private void die(ProcessSlotHolder worker) {
        new JobRecovery().recover(MemoryAccess.regionsOf(bed.memory), worker.slot());
        new JobRecovery().recover(MemoryAccess.regionsOf(bed.memory), worker.slot());
    }
}
