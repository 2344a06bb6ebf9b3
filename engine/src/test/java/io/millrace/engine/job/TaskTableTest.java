package io.millrace.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.job.TaskBatch.State;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.process.Attachment;
import io.millrace.testing.Await;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One pool's rows, run by hand.
@Timeout(60)
class TaskTableTest {
    private static final RemoteFunction<Integer, Integer> TWICE = value -> 2 * value;
    private static final RemoteFunction<Integer, byte[]> BYTES = byte[]::new;

    private static Runnable duringTask = () -> {};

    private final TaskBed bed = new TaskBed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void everyItemHasItsResultInOrder() {
        TaskBatch batch = bed.submit(TWICE, 1, 2, 3);
        assertEquals(State.READY, batch.state());
        assertFalse(batch.isSettled());
        assertTrue(bed.runner().runAny());
        assertEquals(State.DONE, batch.state());
        assertEquals(3, batch.done());
        assertEquals(List.of("VALUE 2", "VALUE 4", "VALUE 6"), bed.results(batch));
        assertEquals(List.of(), bed.results(batch), "each is handed over once");
        batch.release();
        assertEquals(State.GONE, batch.state());
        assertEquals(List.of(), bed.busyRows());
    }

    @Test
    void callablesAndRunnablesTakeNoInputAndNullGoesBothWays() {
        RemoteCallable<String> callable = () -> "called";
        RemoteRunnable runnable = () -> {};
        RemoteFunction<Object, Object> same = value -> value;
        List<TaskBatch> batches = List.of(bed.submit(callable), bed.submit(runnable), bed.submit(same, null, "x", null));
        TaskRunner runner = bed.runner();
        while (runner.runAny()) {
            // until none waits
        }
        List<String> results = batches.stream().flatMap(batch -> bed.results(batch).stream()).toList();
        assertEquals(List.of("VALUE called", "NULL", "NULL", "VALUE x", "NULL"), results);
        assertEquals(5, runner.itemsRun());
        batches.forEach(TaskBatch::release);
    }

    @Test
    void theBatchThatWaitsLongestComesFirst() {
        LongValue last = bed.memory.newLongValue("last", 0);
        TaskRunner runner = bed.runner();
        List<TaskBatch> batches = IntStream.range(0, bed.pool.shape().tasks())
                .mapToObj(number -> bed.submit((RemoteRunnable) () -> last.set(number)))
                .toList();
        assertNull(bed.submit(TWICE, 1), "every row is taken");
        for (int number = 0; number < batches.size(); number++) {
            assertTrue(runner.runAny());
            assertEquals(number, last.get());
        }
        int seen = bed.tasks.news().getAcquire();
        batches.get(5).release();
        assertTrue(seen != bed.tasks.news().getAcquire(), "a free row is news");
        TaskBatch next = bed.submit(TWICE, 1);
        assertNotNull(next);
        next.cancel();
        next.release();
        Collections.rotate(batches = new ArrayList<>(batches), 3);
        batches.stream().filter(batch -> batch.state() != State.GONE).forEach(TaskBatch::release);
        assertEquals(List.of(), bed.busyRows());
    }

    @Test
    void whateverATaskThrowsIsItsOwnFailure() {
        RemoteFunction<Integer, Object> failing = value -> {
            switch (value) {
                case 0 -> throw new IllegalStateException("first");
                case 1 -> throw new IOException("checked");
                case 2 -> throw new AssertionError("error");
                case 3 -> endless(0);
                case 4 -> throw new OutOfMemoryError("asked too much");
                default -> Thread.currentThread().interrupt();
            }
            return value;
        };
        TaskBatch batch = bed.submit(failing, 0, 1, 2, 3, 4, 5);
        TaskRunner runner = bed.runner();
        List<String> results = new ArrayList<>();
        while (results.size() < 6) {
            assertTrue(runner.runAny());
            results.addAll(bed.results(batch));
            batch.release();
            if (results.size() < 6) {
                batch = bed.submit(failing, IntStream.range(results.size(), 6).boxed().toArray());
            }
        }
        assertFalse(Thread.currentThread().isInterrupted(), "nothing of a task is left in its thread");
        assertEquals(
                List.of(
                        "THREW java.lang.IllegalStateException: first",
                        "THREW java.io.IOException: checked",
                        "THREW java.lang.AssertionError: error",
                        "THREW java.lang.StackOverflowError",
                        "THREW java.lang.OutOfMemoryError: asked too much",
                        "VALUE 5"),
                results);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    @Test
    void whatCannotTravelIsThatItemsErrorAlone() {
        RemoteFunction<Integer, Object> mixed = value -> value == 1 ? new Object() : value;
        TaskBatch batch = bed.submit(mixed, 0, 1, 2);
        bed.runner().runAny();
        List<String> results = bed.results(batch);
        assertEquals("VALUE 0", results.get(0));
        assertTrue(results.get(1).startsWith("UNENCODABLE io.millrace.shm.NotTransportableException"), results.get(1));
        assertTrue(results.get(1).contains("java.lang.Object"), results.get(1));
        assertEquals("VALUE 2", results.get(2));
        batch.release();
    }

    @Test
    void aFailureThatIsTooLargeOrCannotSayWhatItIsComesInBrief() {
        RemoteFunction<Integer, Object> failing = value -> {
            throw value == 0 ? new Mute() : new IllegalStateException("x".repeat(17 << 20));
        };
        TaskBatch batch = bed.submit(failing, 0, 1);
        bed.runner().runAny();
        List<String> results = bed.results(batch);
        assertTrue(results.get(0).startsWith("THREW " + Mute.class.getName()), results.get(0));
        assertTrue(results.get(1).startsWith("THREW java.lang.IllegalStateException: xxx"), results.get(1));
        assertTrue(results.get(1).length() < bed.tasks.resultBytes());
        batch.release();
    }

    /// Fails when asked for its message.
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no message");
        }
    }

    @Test
    void aFunctionThatIsNotHereFailsEveryItemWithTheSameStory() {
        TaskSpec spec = bed.spec(TWICE, 3, IntStream.range(0, 500).boxed().toArray());
        byte[] function = spec.function().clone();
        for (int at = 0; at < function.length; at++) {
            if (function[at] == 'T' && function[at + 1] == 'a' && function[at + 2] == 's' && function[at + 3] == 'k') {
                function[at] = 'X'; // TaskTableTest becomes XaskTableTest
            }
        }
        TaskBatch batch = bed.tasks.trySubmit(new TaskSpec(function, spec.items(), 500, 3));
        bed.runner().runAny();
        List<String> results = bed.results(batch);
        assertEquals(500, results.size());
        assertTrue(results.getFirst().contains("XaskTableTest"), results.getFirst());
        assertEquals(1, results.stream().distinct().count());
        batch.release();
    }

    @Test
    void resultsThatDoNotFitEndTheBatchEarlyAndLargeOnesLieElsewhere() {
        TaskBatch batch = bed.submit(BYTES, 10, 3000, 3000, 3000, 3000, 3000, 3000);
        TaskRunner runner = bed.runner();
        runner.runAny();
        assertEquals(State.DONE, batch.state());
        assertTrue(batch.done() >= 3 && batch.done() < 7, "done=" + batch.done());
        assertEquals(batch.done(), bed.results(batch).size());
        batch.release();
        TaskBatch large = bed.submit(BYTES, 5, 1 << 20, 5);
        runner.runAny();
        assertEquals(2, large.done(), "the large one is the last");
        assertEquals(List.of("VALUE 5 bytes of 0", "VALUE 1048576 bytes of 0"), bed.results(large));
        large.release();
        TaskBatch tooLarge = bed.submit(BYTES, 15 << 20, 17 << 20, 3);
        runner.runAny();
        assertEquals(List.of("VALUE 15728640 bytes of 0"), bed.results(tooLarge));
        tooLarge.release();
        TaskBatch rest = bed.submit(BYTES, 17 << 20);
        runner.runAny();
        String refusal = bed.results(rest).getFirst();
        assertTrue(refusal.startsWith("UNENCODABLE io.millrace.shm.MessageTooLargeException"), refusal);
        rest.release();
        assertNoOverflowIsLeft();
    }

    @Test
    void largeArgumentsLieElsewhere() {
        RemoteFunction<byte[], Integer> length = bytes -> bytes.length;
        TaskBatch batch = bed.submit(length, new byte[1 << 20], new byte[2 << 20]);
        bed.runner().runAny();
        assertEquals(List.of("VALUE 1048576", "VALUE 2097152"), bed.results(batch));
        batch.release();
        assertNoOverflowIsLeft();
    }

    private void assertNoOverflowIsLeft() {
        bed.memory.recoverDead(); // settles what was dropped
        assertEquals(
                List.of(),
                bed.memory.allRegions().stream().map(region -> region.name()).filter(name -> name.startsWith("task-")).toList());
    }

    @Test
    void withoutSpaceTheSubmitterOrTheItemLearnsSo() {
        try (TaskBed small = new TaskBed(
                SharedMemory.temporary(MemoryOptions.defaults().byteSize(1 << 16).engineByteSize(4L << 20)))) {
            RemoteFunction<byte[], Integer> length = bytes -> bytes.length;
            assertThrows(OutOfSpaceException.class, () -> small.submit(length, new byte[3 << 20]));
            assertEquals(List.of(), small.busyRows());
            TaskBatch batch = small.submit(BYTES, 3 << 20);
            small.runner().runAny();
            String refusal = small.results(batch).getFirst();
            assertTrue(refusal.startsWith("UNENCODABLE io.millrace.shm.OutOfSpaceException"), refusal);
            batch.release();
        }
    }

    @Test
    void onlyWhatNoWorkerHasBegunIsTakenBack() {
        TaskBatch batch = bed.submit(TWICE, 1);
        assertTrue(batch.cancel());
        assertEquals(State.CANCELLED, batch.state());
        assertFalse(batch.cancel());
        assertFalse(bed.runner().runAny());
        batch.release();
        TaskBatch done = bed.submit(TWICE, 1);
        bed.runner().runAny();
        assertFalse(done.cancel());
        assertTrue(done.doom().isEmpty());
        done.release();
    }

    @Test
    void aDoomedThreadEndsItsBatch() {
        LongValue begun = bed.memory.newLongValue("begun", 0);
        RemoteFunction<Integer, String> waiting = item -> {
            if (item < 2) {
                return "quick";
            }
            begun.set(1);
            try {
                Thread.sleep(60_000);
                return "slept";
            } catch (InterruptedException stopped) {
                return "interrupted";
            }
        };
        TaskRunner[] runner = new TaskRunner[1];
        TaskBatch batch = bed.submit(waiting, 1, 2, 3);
        Thread.ofPlatform().start(() -> {
            runner[0] = bed.runner();
            runner[0].runAny();
        });
        Await.until("it sleeps", Duration.ofSeconds(10), () -> begun.get() == 1);
        assertEquals(1, batch.done());
        assertEquals(List.of("VALUE quick"), bed.results(batch), "results come while the batch is in work");
        assertTrue(batch.runningNanos() > 0);
        TaskBatch.Doomed doomed = batch.doom().orElseThrow();
        assertEquals(ProcessHandle.current().pid(), doomed.pid());
        assertTrue(batch.doom().isEmpty(), "only once");
        runner[0].interrupt(doomed.epoch());
        bed.await(batch);
        assertEquals(State.CANCELLED, batch.state());
        assertEquals(List.of("VALUE interrupted"), bed.results(batch));
        batch.release();
    }

    @Test
    void anInterruptMeetsOnlyTheBatchItIsMeantFor() {
        TaskRunner runner = bed.runner();
        RemoteFunction<Integer, Boolean> interrupted = item -> {
            duringTask.run();
            return Thread.currentThread().isInterrupted();
        };
        TaskBatch batch = bed.submit(interrupted, 1, 2);
        long epoch = JobWord.epoch(TaskRow.wordAcquire(bed.pool.task(batch.row())));
        duringTask = () -> runner.interrupt(epoch);
        runner.runAny();
        assertEquals(List.of("VALUE true", "VALUE true"), bed.results(batch));
        batch.release();
        TaskBatch next = bed.submit(interrupted, 1);
        runner.runAny();
        assertEquals(List.of("VALUE false"), bed.results(next));
        next.release();
        runner.interrupt(epoch);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anItemOfTheDeadIsRunAgainAndTheFinishedOnesAreNot() {
        LongValue runs = bed.memory.newLongValue("runs", 0);
        RemoteFunction<Integer, Long> counting = item -> 10 * item + runs.incrementAndGet();
        TaskBatch batch = bed.submit(counting, 1, 2, 3, 4);
        Attachment dead = bed.worker();
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
            Attachment dead = bed.worker();
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
    void attemptsCountForOneItemOnly() {
        TaskBatch batch = bed.submit(TWICE, 1, 2, 3);
        for (int round = 0; round < 2; round++) {
            Attachment dead = bed.worker();
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
    void whoDiesBehindTheLastItemLosesNothing() {
        TaskSpec once = bed.spec(TWICE, 1, 1, 2);
        TaskBatch batch = bed.tasks.trySubmit(once);
        Attachment dead = bed.worker();
        claimAndFinish(batch, dead, 2);
        die(dead);
        assertEquals(State.DONE, batch.state());
        batch.release();
        TaskBatch lost = bed.tasks.trySubmit(once);
        Attachment alsoDead = bed.worker();
        claimAndFinish(lost, alsoDead, 1);
        die(alsoDead);
        assertEquals(State.LOST, lost.state(), "what is to be run once is not run again");
        lost.release();
    }

    @Test
    void aHalfMadeLargeResultIsMadeAnew() {
        TaskBatch batch = bed.submit(BYTES, 1 << 20);
        Attachment dead = bed.worker();
        int row = claimAndFinish(batch, dead, 0);
        long epoch = JobWord.epoch(TaskRow.wordAcquire(bed.pool.task(row)));
        new TaskOverflow(bed.pool, row, epoch).make(TaskOverflow.RESULT, 100, bytes -> {});
        die(dead);
        bed.runner().runAny();
        assertEquals(List.of("VALUE 1048576 bytes of 0"), bed.results(batch));
        batch.release();
        assertNoOverflowIsLeft();
    }

    @Test
    void aDoomedWorkerThatDiesCancelsItsBatch() {
        TaskBatch batch = bed.submit(TWICE, 1, 2);
        Attachment dead = bed.worker();
        claimAndFinish(batch, dead, 1);
        assertEquals(dead.slot(), batch.doom().orElseThrow().slot());
        die(dead);
        assertEquals(State.CANCELLED, batch.state());
        assertEquals(List.of("NULL"), bed.results(batch));
        batch.release();
    }

    @Test
    void whatADeadSubmitterLeftIsFreed() {
        SharedMemory other = SharedMemory.attach(bed.memory.file());
        other.attachment().needsSweeper(JobRecovery.BIT);
        TaskTable theirs = new TaskTable(PoolRegion.open(other, bed.pool.name()));
        TaskBatch ready = theirs.trySubmit(bed.spec(TWICE, 3, 1));
        TaskBatch large = theirs.trySubmit(bed.spec(TWICE, 3, Stream.generate(() -> 1).limit(20_000).toArray()));
        TaskBatch running = theirs.trySubmit(bed.spec(TWICE, 3, 1, 2));
        TaskBatch doomed = theirs.trySubmit(bed.spec(TWICE, 3, 1, 2));
        Attachment worker = bed.worker();
        claimAndFinish(running, worker, 1);
        claimAndFinish(doomed, worker, 1);
        assertTrue(doomed.doom().isPresent());
        TaskBatch mine = bed.submit(TWICE, 1);
        assertEquals(State.READY, ready.state());
        assertEquals(State.READY, large.state());
        new JobRecovery().recover(bed.memory, other.attachment().slot());
        assertEquals(List.of(TaskTable.RUN, TaskTable.DOOMED, TaskTable.READY), bed.busyRows());
        die(worker);
        new JobRecovery().recover(bed.memory, other.attachment().slot());
        assertEquals(List.of(TaskTable.READY), bed.busyRows());
        assertEquals(State.READY, mine.state());
        mine.cancel();
        mine.release();
        other.close();
        assertNoOverflowIsLeft();
    }

    @Test
    void aWorkerStopsForADeadSubmitterAndFreesTheRow() {
        SharedMemory other = SharedMemory.attach(bed.memory.file());
        int slot = other.attachment().slot();
        TaskTable theirs = new TaskTable(PoolRegion.open(other, bed.pool.name()));
        duringTask = () -> new JobRecovery().recover(bed.memory, slot);
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
    void whoClosesItsMemoryTakesNoMoreResults() {
        SharedMemory other = SharedMemory.attach(bed.memory.file());
        other.attachment().needsSweeper(JobRecovery.BIT);
        TaskTable theirs = new TaskTable(PoolRegion.open(other, bed.pool.name()));
        assertNotNull(theirs.trySubmit(bed.spec(TWICE, 3, 1)));
        assertNotNull(theirs.trySubmit(bed.spec(TWICE, 3, 1)));
        other.close();
        assertEquals(List.of(), bed.busyRows());
    }

    @Test
    void aRegionThatATaskUsesMayBeDroppedAndTheTaskLearnsSo() {
        LongValue value = bed.memory.newLongValue("value", 5);
        TaskBatch batch = bed.submit((RemoteCallable<Long>) value::get);
        bed.memory.drop("value");
        bed.runner().runAny();
        List<String> results = bed.results(batch);
        assertTrue(results.getFirst().startsWith("THREW io.millrace.shm.RegionDroppedException"), results.getFirst());
        batch.release();
    }

    /// What a worker does that gets to the end of so many items, with null as results.
    private int claimAndFinish(TaskBatch batch, Attachment worker, int items) {
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

    private void die(Attachment worker) {
        new JobRecovery().recover(bed.memory, worker.slot());
        new JobRecovery().recover(bed.memory, worker.slot());
    }
}
