package io.millrace.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteRunnable;
import io.millrace.shm.data.LongArray;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EachWorkerTest {
    private final TaskBed bed = new TaskBed();
    private final EachWorker tasks = new EachWorker(bed.pool);
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

    private EachWorkerRunner sitDown(int seat) {
        int slot = bed.worker().slot();
        EachWorkerRunner runner = new EachWorkerRunner(bed.pool, slot, seat);
        runner.prepare();
        assertTrue(bed.pool.seats().take(seat, slot));
        return runner;
    }

    @Test
    void everyWorkerRunsEachTaskOnceInOrderAndTheNewOnesAllOfThem() {
        bed.pool.workers(1);
        EachWorkerRunner first = sitDown(0);
        assertFalse(first.runNew());
        assertEquals(0, add(1));
        assertEquals(1, add(2));
        assertFalse(tasks.isDone(0));
        assertTrue(first.runNew());
        assertTrue(tasks.isDone(0));
        assertFalse(tasks.isDone(1));
        assertTrue(first.runNew());
        assertFalse(first.runNew());
        assertEquals(12, seen.get(2));
        seen.fill(0);
        bed.pool.workers(2);
        assertFalse(tasks.isDone(0), "one more is to come");
        EachWorkerRunner second = sitDown(1);
        assertEquals(12, seen.get(2), "before it takes its seat");
        assertFalse(second.runNew());
        assertTrue(tasks.isDone(0) && tasks.isDone(1));
        bed.pool.seats().leave(1, bed.pool.seats().holder(1));
        assertFalse(tasks.isDone(1), "who left is replaced");
        bed.pool.workers(1);
        assertTrue(tasks.isDone(1), "who left is not waited for");
    }

    @Test
    void whoAddsAfterOneThatDiedOnTheWayGetsTheNextPlace() {
        add(1);
        assertTrue(PoolHeader.eachWorkerCas(bed.pool.header(), 1, 0), "as if the count had not been moved");
        assertEquals(1, add(2));
        sitDown(0);
        assertEquals(12, seen.get(2));
    }

    @Test
    void aFailureIsToldAndCostsNoWorkerThatSits() {
        EachWorkerRunner first = sitDown(0);
        EachWorkerRunner second = sitDown(1);
        int failing = addFailing();
        int next = add(1);
        for (EachWorkerRunner runner : List.of(first, second)) {
            assertTrue(runner.runNew());
            assertTrue(runner.runNew());
        }
        assertTrue(tasks.isDone(failing) && tasks.isDone(next));
        assertTrue(tasks.hasFailed(failing));
        assertFalse(tasks.hasFailed(next));
        byte[] story = tasks.failure(failing).orElseThrow();
        assertEquals(
                "java.lang.IllegalStateException: not here",
                bed.codec.decode(MemorySegment.ofArray(story)).toString());
        assertTrue(tasks.failure(next).isEmpty());
    }

    @Test
    void aTaskThatSucceedsNowhereIsToldOfAndForgotten() {
        bed.pool.workers(1);
        int failing = addFailing();
        sitDown(0);
        assertTrue(tasks.isDone(failing) && tasks.hasFailed(failing));
        bed.pool.workers(2);
        sitDown(1);
        assertTrue(tasks.isDone(failing), "left out");
        assertTrue(tasks.isForgotten(failing));
    }

    @Test
    void aWorkerInWhichTheInitializerFailsIsOfNoUse() {
        tasks.addInitializer(failing());
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> sitDown(0));
        assertTrue(failure.getMessage().contains("the initializer failed: "), failure::getMessage);
        assertTrue(failure.getMessage().contains("not here"), failure::getMessage);
    }
}
