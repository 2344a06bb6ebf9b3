package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongValue;
import io.millrace.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A call on a pool of worker processes ends when its caller says so, and when all workers are dead.
@Timeout(120)
class EndlessFunctionIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BLOCKS = 300;
    private static final long PLACE = 100 * 4096L + 17;

    private SharedMemory memory;
    private DoubleArray data;
    private LongValue begun;
    private Pool pool;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        memory = SharedMemory.temporary(64L << 20);
        data = memory.newDoubleArray("data", BLOCKS * 4096L);
        data.setAll(i -> i);
        begun = memory.newLongValue("begun", 0);
        pool = Pool.start(
                memory, PoolOptions.defaults().workers(2).maxAttempts(1).cancelGrace(Duration.ofMillis(50)));
    }

    @AfterEach
    void close() {
        pool.close();
        memory.close();
    }

    /// Negates, and never returns from one element.
    private static DoubleUnary endless(LongValue begun) {
        return x -> {
            while (x == PLACE) {
                begun.setRelease(1);
            }
            return -x;
        };
    }

    private void awaitBegun() {
        Await.until("the function has begun", LIMIT, () -> begun.getAcquire() == 1);
    }

    private void assertWholeBlocks() {
        for (int block = 0; block < BLOCKS; block++) {
            long first = block * 4096L;
            double sign = data.get(first + 1) < 0 ? -1 : 1;
            for (long i = first; i < first + 4096; i++) {
                assertEquals(sign * i + 0.0, data.get(i) + 0.0);
            }
        }
        assertEquals(PLACE, data.get(PLACE), "its block is old");
    }

    private void assertPoolGoesOn() {
        DoubleArray other = memory.newDoubleArray("other", 10_000);
        pool.generate(other, i -> i);
        assertEquals(9_999 * 5_000.0, pool.reduce(other, Reduction.SUM));
        Await.until("the worker is replaced", LIMIT, () -> pool.workers().size() == 2);
    }

    @Test
    void cancelEndsAnEndlessFunctionAndLeavesWholeBlocks() {
        for (boolean mayInterrupt : new boolean[] {true, false}) {
            begun.set(0);
            data.setAll(i -> i);
            Job<Void> job = pool.mapAsync(data, endless(begun), data);
            awaitBegun();
            assertTrue(job.cancel(mayInterrupt));
            assertTrue(job.isCancelled());
            assertWholeBlocks();
        }
        assertPoolGoesOn();
    }

    @Test
    void cancelEndsAReductionThatCombinesForEver() {
        LongValue begun = this.begun;
        Job<Double> job = pool.reduceAsync(data, Reduction.of(0, (a, b) -> {
            while (a > 1e9) { // so much is no chunk alone
                begun.setRelease(1);
            }
            return a + b;
        }));
        awaitBegun();
        assertTrue(job.cancel(true));
        assertPoolGoesOn();
    }

    @Test
    void anInterruptedCallEnds() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                pool.map(data, endless(begun), data);
            } catch (Throwable failure) {
                thrown.set(failure);
            }
            flag.complete(Thread.currentThread().isInterrupted());
        });
        awaitBegun();
        caller.interrupt();
        assertTrue(flag.get());
        assertInstanceOf(JobCancelledException.class, thrown.get());
        assertWholeBlocks();
        assertPoolGoesOn();
    }

    @Test
    void anInterruptedCallWithTasksEnds() throws Exception {
        LongValue begun = this.begun;
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                pool.mapAll(List.of(1, 2, 3), x -> {
                    while (true) {
                        begun.setRelease(1);
                    }
                });
            } catch (Throwable failure) {
                thrown.complete(failure);
            }
        });
        awaitBegun();
        caller.interrupt();
        assertInstanceOf(JobCancelledException.class, thrown.get());
        assertPoolGoesOn();
    }

    @Test
    void shutdownNowEndsIt() throws Exception {
        Job<Void> job = pool.mapAsync(data, endless(begun), data);
        awaitBegun();
        pool.shutdownNow();
        assertTrue(pool.awaitTermination(LIMIT));
        assertInstanceOf(
                JobCancelledException.class, assertThrows(ExecutionException.class, job::get).getCause());
        assertWholeBlocks();
    }

    @Test
    void closeThatIsInterruptedEndsItAndKeepsTheFlag() throws Exception {
        Job<Void> job = pool.mapAsync(data, endless(begun), data);
        awaitBegun();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread closer = Thread.ofPlatform().start(() -> {
            pool.close();
            flag.complete(Thread.currentThread().isInterrupted());
        });
        closer.interrupt();
        assertTrue(flag.get());
        assertTrue(job.isDone());
        assertWholeBlocks();
    }

    @Test
    void anAttachedPoolCancelsItsOwnEndlessFunction() {
        try (SharedMemory attached = SharedMemory.attach(memory.file());
                Pool attachedPool = Pool.attach(attached, pool.name())) {
            DoubleArray same = attached.doubleArray("data");
            Job<Void> job = attachedPool.mapAsync(same, endless(attached.longValue("begun")), same);
            awaitBegun();
            assertTrue(job.cancel(true));
        }
        assertWholeBlocks();
        assertPoolGoesOn();
    }

    @Test
    void whenAllWorkersAreDeadAndNoneCanBeStartedBuiltInWorkIsDoneHereAndOtherWorkFails() throws Exception {
        Path home = Files.createSymbolicLink(folder.resolve("jdk"), Path.of(System.getProperty("java.home")));
        System.setProperty("millrace.startPatienceMillis", "1000");
        try (Pool lonely = Pool.start(memory, PoolOptions.defaults().workers(3).javaHome(home))) {
            lonely.awaitWorkers();
            Files.delete(home);
            lonely.workers().forEach(
                    worker -> ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly));
            Await.until("all are dead", LIMIT, () -> lonely.workers().isEmpty());
            double sum = (data.length() - 1) * (data.length() / 2.0);
            for (int round = 0; round < 3; round++) {
                assertEquals(sum, lonely.reduce(data, Reduction.SUM));
            }
            assertThrows(WorkerException.class, () -> lonely.map(data, x -> x, data));
            assertEquals(sum, lonely.reduce(data, Reduction.SUM));
        } finally {
            System.clearProperty("millrace.startPatienceMillis");
        }
    }
}
