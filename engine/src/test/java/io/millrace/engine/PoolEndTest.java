package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.internal.pool.ExitNotice;
import io.millrace.engine.internal.task.Histogram;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.sync.SharedEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// The end of jobs and of pools, where no process is needed for it.
@Timeout(60)
class PoolEndTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// With a file of its own.
    private static Pool start() {
        return Pool.start(PoolOptions.defaults().workerKind(WorkerKind.THREAD).workers(2));
    }

    @Test
    void closeIsIdempotentForAPoolThatOwnsItsFile() throws Exception {
        Pool pool = start();
        pool.close();
        pool.close();
        pool.shutdownNow();
        assertTrue(pool.awaitTermination(Duration.ZERO));
        Pool other = start();
        other.shutdownNow();
        other.shutdownNow();
        assertTrue(other.awaitTermination(LIMIT));
        other.close();
        other.shutdownNow();
    }

    @Test
    void severalThreadsMayCloseAtOnceAndAllReturnWhenItHasStopped() throws Exception {
        for (int round = 0; round < 20; round++) {
            Pool pool = start();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Thread> closers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closers.add(Thread.ofPlatform().start(() -> {
                    try {
                        pool.close();
                        assertTrue(pool.awaitTermination(Duration.ZERO));
                    } catch (Throwable wrong) {
                        failure.set(wrong);
                    }
                }));
            }
            for (Thread closer : closers) {
                closer.join();
            }
            assertEquals(null, failure.get());
        }
    }

    @Test
    void everyCallOfAClosedPoolSaysThatThePoolIsClosed() throws Exception {
        Pool pool = start();
        DoubleArray data = pool.memory().newDoubleArray("data", 10);
        Job<Double> job = pool.reduceAsync(data, Reduction.SUM);
        Results<Integer> results = pool.mapLazily(List.of(1, 2, 3), x -> x);
        results.next();
        pool.close();
        List<Executable> calls = List.of(
                () -> pool.map(data, DoubleUnaryOp.SQUARE, data),
                () -> pool.map(data, x -> x, data),
                () -> pool.reduceAsync(data, Reduction.SUM),
                () -> pool.fill(data, 1),
                () -> pool.convert(data, data),
                () -> pool.convertAsync(data, data),
                () -> pool.mapAll(List.of(1), x -> x),
                () -> pool.mapAllAsync(List.of(1), x -> x),
                () -> pool.mapLazily(List.of(1), x -> x),
                () -> pool.mapOutcomes(List.of(1), x -> x),
                () -> pool.submit(() -> 1),
                () -> pool.collect(data, new Histogram(0, 1, 2)),
                () -> pool.forRanges(0, 1, (from, to) -> {}),
                () -> pool.runInEachWorker(() -> {}),
                () -> pool.onProgress(LIMIT, progress -> {}),
                () -> pool.resize(1),
                pool::workers,
                pool::stats);
        for (Executable call : calls) {
            IllegalStateException refusal = assertThrows(IllegalStateException.class, call);
            assertTrue(refusal.getMessage().contains("pool is closed"), refusal::getMessage);
        }
        assertEquals(0, job.get());
        assertEquals(1, job.progress());
        assertFalse(pool.name().isEmpty());
        results.close();
    }

    @Test
    void aBusyCommonPoolHoldsUpNoJobAndCloseReturnsAfterItsStages() {
        CountDownLatch free = new CountDownLatch(1);
        int threads = ForkJoinPool.commonPool().getParallelism() + 2;
        for (int i = 0; i < threads; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    free.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        AtomicInteger stages = new AtomicInteger();
        try {
            try (Pool pool = start()) {
                DoubleArray data = pool.memory().newDoubleArray("data", 100_000);
                for (int i = 0; i < 50; i++) {
                    pool.submit(() -> 1).thenAccept(stages::addAndGet);
                    pool.reduceAsync(data, Reduction.COUNT_NONZERO).thenAccept(none -> stages.incrementAndGet());
                }
            }
            assertEquals(100, stages.get());
        } finally {
            free.countDown();
        }
    }

    @Test
    void aStageMayWaitForOtherJobsSubmitAndCloseThePool() throws Exception {
        Pool pool = start();
        SharedEvent go = pool.memory().newEvent("go");
        CompletableFuture<String> told = new CompletableFuture<>();
        List<Job<Integer>> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Job<Integer> job = pool.submit(() -> {
                go.await();
                return 1;
            });
            jobs.add(job);
            job.thenRun(() -> {
                jobs.forEach(Job::join);
                pool.close();
            });
        }
        jobs.getFirst().thenApply(one -> pool.name()).thenAccept(told::complete);
        go.set();
        pool.close();
        assertEquals(pool.name(), told.get());
        assertTrue(pool.awaitTermination(Duration.ZERO));
    }

    @Test
    void aStageMaySubmitToItsPoolAndWait() {
        try (Pool pool = start()) {
            SharedEvent go = pool.memory().newEvent("go");
            CompletableFuture<Integer> nested = pool.submit(() -> {
                        go.await();
                        return 1;
                    })
                    .thenApply(one -> one + pool.submit(() -> 2).join());
            go.set();
            assertEquals(3, nested.join());
        }
    }

    @Test
    void aProgressConsumerMayCloseThePoolAndIsToldOnceMore() throws Exception {
        Pool pool = start();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        pool.onProgress(Duration.ofMillis(1), progress -> {
            pool.close();
            closed.complete(true);
        });
        Job<Integer> job = pool.submit(() -> 1);
        assertTrue(closed.get());
        pool.close();
        assertEquals(1, job.join());
    }

    @Test
    void whatIsThrownToTheCallerHasItsFramesAndTheRemoteOnesInTheCause() {
        try (Pool pool = start()) {
            DoubleArray data = pool.memory().newDoubleArray("data", 10);
            Results<Integer> results = pool.mapLazily(List.of(1), PoolEndTest::fail);
            List<Executable> calls = List.of(
                    () -> pool.mapAll(List.of(1, 2, 3), PoolEndTest::fail),
                    () -> pool.map(data, x -> PoolEndTest.fail(1), data),
                    () -> pool.runInEachWorker(() -> PoolEndTest.fail(1)),
                    () -> pool.forRanges(0, 10, (from, to) -> PoolEndTest.fail(1)),
                    results::next);
            for (Executable call : calls) {
                WorkerException thrown = assertThrows(WorkerException.class, call);
                assertHasFrame(thrown, "whatIsThrownToTheCallerHasItsFramesAndTheRemoteOnesInTheCause");
                assertHasFrame(thrown.getCause(), "fail");
            }
        }
    }

    private static void assertHasFrame(Throwable thrown, String method) {
        assertTrue(
                Arrays.stream(thrown.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals(method)),
                () -> method + " in " + Arrays.toString(thrown.getStackTrace()));
    }

    private static int fail(int number) {
        throw new IllegalArgumentException("of the test " + number);
    }

    @Test
    void theExitNoticeNamesTheDroppedTasksOnly() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream target = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new ExitNotice("mill", () -> 0, () -> 0, target).tell();
        assertEquals("", bytes.toString(StandardCharsets.UTF_8));
        new ExitNotice("mill", () -> 2, () -> 31, target).tell();
        String line = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(line.contains("pool=mill, arrayJobs=2, taskCalls=31"), line);
        assertEquals(1, line.lines().count());
        assertNotEquals(0, line.length());
    }

    @Test
    void aCloseThatWaitsTellsForWhat() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream target = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new ExitNotice("mill", () -> 0, () -> 1, target).tellOfClose();
        assertEquals(
                "millrace: close() waits until the work of the pool is done: pool=mill, arrayJobs=0, taskCalls=1;"
                        + " shutdownNow() or an interrupt drops it\n",
                bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theMemoryOfAnIdlePoolCannotBeClosed() {
        Pool pool = start();
        SharedMemory memory = pool.memory();
        IllegalStateException refusal = assertThrows(IllegalStateException.class, memory::close);
        assertTrue(refusal.getMessage().contains("pool " + pool.name()), refusal::getMessage);
        pool.close();
        memory.close();
    }
}
