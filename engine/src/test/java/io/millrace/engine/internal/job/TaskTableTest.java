package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.internal.job.TaskBatch.State;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.shm.data.LongValue;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One pool's rows, run by hand.
@Timeout(60)
class TaskTableTest {
    private static final RemoteFunction<Integer, Integer> TWICE = value -> 2 * value;

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
        List<TaskBatch> batches =
                List.of(bed.submit(callable), bed.submit(runnable), bed.submit(same, null, "x", null));
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
        int seen = bed.tasks.news().epoch();
        batches.get(5).release();
        assertTrue(seen != bed.tasks.news().epoch(), "a free row is news");
        TaskBatch next = bed.submit(TWICE, 1);
        assertNotNull(next);
        next.cancel();
        next.release();
        Collections.rotate(batches = new ArrayList<>(batches), 3);
        batches.stream().filter(batch -> batch.state() != State.GONE).forEach(TaskBatch::release);
        assertEquals(List.of(), bed.busyRows());
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
        assertTrue(done.requestStop().isEmpty());
        done.release();
    }

    @Test
    void aThreadThatIsAskedToStopEndsItsBatch() throws InterruptedException {
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
        Thread worker = Thread.ofPlatform().start(() -> {
            runner[0] = bed.runner();
            runner[0].runAny();
        });
        Await.until("it sleeps", Duration.ofSeconds(10), () -> begun.get() == 1);
        assertEquals(1, batch.done());
        assertEquals(List.of("VALUE quick"), bed.results(batch), "results come while the batch is in work");
        assertTrue(batch.runningNanos() > 0);
        TaskBatch.StopRequest stopping = batch.requestStop().orElseThrow();
        assertEquals(ProcessHandle.current().pid(), stopping.pid());
        assertTrue(batch.requestStop().isEmpty(), "only once");
        runner[0].interrupt(stopping.epoch());
        bed.await(batch);
        assertEquals(State.CANCELLED, batch.state());
        assertEquals(List.of("VALUE interrupted"), bed.results(batch));
        batch.release();
        worker.join();
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
}
