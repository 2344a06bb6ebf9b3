package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.internal.layout.PoolHeader;
import io.millrace.engine.internal.runner.PerWorkerTaskRunner;
import io.millrace.shm.data.LongArray;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PerWorkerTasksTest {
    private final TaskBed bed = new TaskBed();
    private final PerWorkerTasks tasks = new PerWorkerTasks(bed.pool);
    private LongArray seen;

    @BeforeEach
    void array() {
        seen = bed.memory.newLongArray("seen", 8);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private int add(int number) {
        LongArray target = seen;
        return tasks.add(bed.encoded((RemoteRunnable) () -> target.set(number, 10 * target.get(number - 1) + number)));
    }

    private int addFailing() {
        return tasks.add(failing());
    }

    private byte[] failing() {
        return bed.encoded((RemoteRunnable) () -> {
            throw new IllegalStateException("not here");
        });
    }

    private PerWorkerTaskRunner occupy(int workerSlot) {
        int slot = bed.worker().slot();
        PerWorkerTaskRunner runner = new PerWorkerTaskRunner(bed.pool, slot, workerSlot);
        runner.prepare();
        assertTrue(bed.pool.workerSlots().take(workerSlot, slot));
        return runner;
    }

    @Test
    void everyWorkerRunsEachTaskOnceInOrderAndTheNewOnesAllOfThem() {
        bed.pool.workers(1);
        PerWorkerTaskRunner first = occupy(0);
        assertFalse(first.runNew());
        assertEquals(0, add(1));
        assertEquals(1, add(2));
        assertFalse(tasks.isDone(0, 0));
        assertTrue(first.runNew());
        assertTrue(tasks.isDone(0, 0));
        assertFalse(tasks.isDone(1, 0));
        assertTrue(first.runNew());
        assertFalse(first.runNew());
        assertEquals(12, seen.get(2));
        seen.fill(0);
        bed.pool.workers(2);
        assertFalse(tasks.isDone(0, 0), "one more is to come");
        PerWorkerTaskRunner second = occupy(1);
        assertEquals(12, seen.get(2), "before it occupies its slot");
        assertFalse(second.runNew());
        assertTrue(tasks.isDone(0, 0) && tasks.isDone(1, 0));
        bed.pool.workerSlots().leave(1, bed.pool.workerSlots().holder(1));
        assertFalse(tasks.isDone(1, 0), "who left is replaced");
        bed.pool.workers(1);
        assertTrue(tasks.isDone(1, 0), "who left is not waited for");
    }

    @Test
    void anAdderAfterOneThatDiedGetsTheNextPlace() {
        add(1);
        assertTrue(PoolHeader.eachWorkerCas(bed.pool.header(), 1, 0), "as if the count had not been moved");
        assertEquals(1, add(2));
        occupy(0);
        assertEquals(12, seen.get(2));
    }

    @Test
    void aFailedStartIsReportedAndEndsNoRunningWorker() {
        PerWorkerTaskRunner first = occupy(0);
        PerWorkerTaskRunner second = occupy(1);
        int failing = addFailing();
        int next = add(1);
        for (PerWorkerTaskRunner runner : List.of(first, second)) {
            assertTrue(runner.runNew());
            assertTrue(runner.runNew());
        }
        assertTrue(tasks.isDone(failing, 0) && tasks.isDone(next, 0));
        assertTrue(tasks.hasFailed(failing));
        assertFalse(tasks.hasFailed(next));
        byte[] story = tasks.failure(failing).orElseThrow();
        assertEquals(
                "java.lang.IllegalStateException: not here",
                bed.codec.decode(MemorySegment.ofArray(story)).toString());
        assertTrue(tasks.failure(next).isEmpty());
    }

    @Test
    void aTaskThatFailsInEveryWorkerIsReportedAndRemoved() {
        bed.pool.workers(1);
        int failing = addFailing();
        occupy(0);
        assertTrue(tasks.isDone(failing, 0) && tasks.hasFailed(failing));
        bed.pool.workers(2);
        occupy(1);
        assertTrue(tasks.isDone(failing, 0), "left out");
        assertTrue(tasks.isWithdrawn(failing));
    }

    @Test
    void aWorkerWhoseInitializerFailsRunsNoTask() {
        tasks.addInitializer(failing());
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> occupy(0));
        assertTrue(failure.getMessage().contains("the initializer failed: "), failure::getMessage);
        assertTrue(failure.getMessage().contains("not here"), failure::getMessage);
    }
}
