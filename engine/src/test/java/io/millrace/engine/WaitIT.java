package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waitable;
import io.millrace.shm.message.Codec;
import io.millrace.shm.sync.Wait;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Jobs and processes are waited for together with queues and events.
@Timeout(120)
class WaitIT {
    @Test
    void jobsAndProcessesWakeAWaiterAsMessagesDo() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(4L << 20);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workerKind(WorkerKind.THREAD).workers(2))) {
            var queue = memory.newQueue("queue", Codec.utf8());
            var event = memory.newEvent("go");
            try (JvmProcess child = JvmProcess.start(memory, () -> event.await())) {
                Job<String> job = pool.submit(() -> "done");
                List<Waitable> all = List.of(queue, child, job);
                assertEquals(List.of(job), Wait.any(all));
                assertEquals("done", job.join());
                Job<Long> failing = pool.submit(() -> Long.parseLong(queue.take()));
                assertEquals(List.of(), Wait.any(List.of(child, failing), Duration.ofMillis(10)));
                queue.put("no number");
                assertEquals(List.of(failing), Wait.any(List.of(child, failing)));
                assertTrue(failing.isCompletedExceptionally());
                Job<Long> cancelled = pool.submit(() -> Long.parseLong(queue.take()));
                cancelled.cancel(true);
                assertEquals(List.of(cancelled), Wait.any(List.of(queue, child, cancelled)));
                event.set();
                assertEquals(List.of(child), Wait.any(List.of(queue, child)));
                assertFalse(child.isAlive());
                assertEquals(0, child.join());
            }
        }
    }

    @Test
    void manyVirtualThreadsWaitForJobs() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(4L << 20);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workerKind(WorkerKind.THREAD).workers(2));
                var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            var event = memory.newEvent("never");
            var waiting = crowd.invokeAll(Collections.nCopies(100, () -> {
                Job<Integer> job = pool.submit(() -> 42);
                assertEquals(List.of(job), Wait.any(List.of(event, job)));
                return job.join();
            }));
            for (var one : waiting) {
                assertEquals(42, one.get());
            }
        }
    }
}
