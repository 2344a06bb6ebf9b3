package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.engine.PoolOptions;
import io.millrace.engine.RemoteCallable;
import io.millrace.engine.TaskOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.pool.Completions;
import io.millrace.engine.internal.pool.HostedPool;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.wait.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a pool was told before the first call over items, its scheduler knows when it is made.
class LazyTasksTest {
    private final SharedMemory memory = SharedMemory.temporary(4L << 20);
    private final HostedPool pool = new HostedPool(
                    MemoryAccess.regionsOf(memory), PoolOptions.defaults().workerKind(WorkerKind.CALLER))
            .start();
    private final LazyTasks tasks = new LazyTasks(pool, new Completions());

    @AfterEach
    void close() {
        tasks.close();
        pool.close();
        memory.close();
    }

    private static int five() {
        return 5;
    }

    private void submit() {
        RemoteCallable<Integer> task = LazyTasksTest::five;
        tasks.get().submit(task, TaskOptions.defaults());
    }

    @Test
    void nothingIsMadeBeforeTheFirstCall() throws Exception {
        assertEquals(0, tasks.submitted());
        tasks.awaitAll(Deadline.forever());
        assertEquals(0, tasks.inWork());
    }

    @Test
    void aPoolThatRefusesStillTakesPartsOfItsOpenWork() {
        tasks.refuse();
        assertThrows(IllegalStateException.class, this::submit);
        assertEquals(5, tasks.get().<Integer>inWorker(LazyTasksTest::five, () -> false));
    }

    @Test
    void aPoolThatHasDroppedItsWorkTakesNoPartsOfIt() {
        tasks.dropAll();
        assertThrows(IllegalStateException.class, this::submit);
        assertThrows(
                IllegalStateException.class,
                () -> tasks.get().<Integer>inWorker(LazyTasksTest::five, () -> false));
    }
}
