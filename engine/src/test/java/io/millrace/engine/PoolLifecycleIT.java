package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.LongValue;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Jobs that are watched, cancelled, interrupted, or met by the end of their pool.
@Timeout(120)
class PoolLifecycleIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// More jobs than the job table has entries.
    private static final int MANY = 12;

    private static final int BLOCKS = 1536;

    /// For an element in a hundred: the whole array takes much longer than a caller needs to see an interrupt.
    private static final long SLOW_NANOS = 20_000;

    private SharedMemory memory;
    private DoubleArray data;
    private Blocks blocks;

    @BeforeEach
    void fillBlocks() {
        memory = SharedMemory.temporary(64L << 20);
        data = memory.newDoubleArray("data", BLOCKS * Blocks.LENGTH);
        blocks = new Blocks(data);
    }

    @AfterEach
    void closeMemory() {
        memory.close();
    }

    private Pool start(WorkerKind kind) {
        Pool pool = Pool.start(memory, PoolOptions.defaults().workerKind(kind).workers(2));
        pool.awaitWorkers();
        return pool;
    }

    /// That no worker writes to the data of a job that is over, however long one looks: until other
    /// jobs of the same workers are done.
    private void assertNothingIsWrittenAnyMore(Pool pool) {
        double[] atTheEnd = data.toArray();
        LongArray other = memory.newLongArray("other", 256 * Blocks.LENGTH);
        for (int i = 0; i < 20; i++) {
            pool.fill(other, i);
        }
        memory.drop("other");
        assertArrayEquals(atTheEnd, data.toArray());
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void progressGrowsFromNothingToOneAndTheResultFollows(WorkerKind kind) throws Exception {
        LongValue go = memory.newLongValue("go", 0);
        DoubleUnary held = x -> {
            while (x == Blocks.MIDDLE && go.getAcquire() == 0) {
                Thread.onSpinWait();
            }
            return StrictMath.tanh(x);
        };
        try (Pool pool = start(kind)) {
            Job<Double> job = pool.mapReduceAsync(data, held, Reduction.SUM);
            assertTrue(job.progress() < 1);
            Await.until("the other worker has computed a chunk", LIMIT, () -> job.progress() > 0);
            double last = job.progress();
            assertTrue(last < 1, "one chunk is held");
            go.setRelease(1);
            while (!job.isDone()) {
                double now = job.progress();
                assertTrue(now >= last && now <= 1, "from " + last + " to " + now);
                last = now;
            }
            assertEquals(1, job.progress());
            assertFalse(job.cancel(true), "too late");
            assertEquals(pool.mapReduce(data, Blocks.OP, Reduction.SUM), job.get());
            assertEquals(pool.stats().jobsSubmitted(), pool.stats().jobsFinished());
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aCancelledJobLeavesWholeBlocksAndIsWrittenByNobodyAfterwards(WorkerKind kind) {
        try (Pool pool = start(kind)) {
            Job<Void> job = pool.mapAsync(data, Blocks.OP, data);
            CompletableFuture<Void> after = job.thenAccept(nothing -> {});
            Await.until("the job is in work", LIMIT, () -> job.progress() > 0);
            assertTrue(job.cancel(false));
            double[] atTheEnd = blocks.glance();
            blocks.assertStoppedInTheMiddle();
            assertArrayEquals(atTheEnd, blocks.glance(), "written after the end");
            assertTrue(job.isCancelled());
            assertThrows(CancellationException.class, job::join);
            assertTrue(after.isCompletedExceptionally());
            assertTrue(job.progress() < 1, () -> "progress: " + job.progress());
            assertTrue(job.cancel(false), "again");
            assertNothingIsWrittenAnyMore(pool);
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aJobCancelledBeforeItBeganNeverRuns(WorkerKind kind) {
        try (Pool pool = start(kind)) {
            DoubleArray rest = data.slice(4096L * 64, data.length());
            List<Job<Void>> before = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                before.add(pool.mapAsync(rest, DoubleUnaryOp.NEGATE, rest));
            }
            Job<Void> last = pool.mapAsync(data.slice(0, 4096), Blocks.OP, data.slice(0, 4096));
            assertTrue(last.cancel(true));
            before.forEach(Job::join);
            assertFalse(blocks.begun());
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void anInterruptedCallCancelsItsJobAndKeepsTheFlag(WorkerKind kind) throws Exception {
        try (Pool pool = start(kind)) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            AtomicReference<double[]> atTheEnd = new AtomicReference<>();
            LongValue go = memory.newLongValue("go", 0);
            DoubleUnary waiting = x -> {
                long begin = System.nanoTime();
                while (x == Blocks.MIDDLE && (go.getAcquire() == 0 || System.nanoTime() - begin < SLOW_NANOS)) {
                    Thread.onSpinWait();
                }
                return StrictMath.tanh(x);
            };
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    pool.map(data, waiting, data);
                } catch (Throwable failure) {
                    atTheEnd.set(blocks.glance());
                    thrown.set(failure);
                }
                flag.set(Thread.currentThread().isInterrupted());
            });
            Await.until("the job is in work", LIMIT, blocks::begun);
            caller.interrupt();
            go.setRelease(1);
            assertTrue(caller.join(LIMIT));
            assertInstanceOf(JobCancelledException.class, thrown.get());
            assertTrue(flag.get());
            blocks.assertStoppedInTheMiddle();
            assertArrayEquals(atTheEnd.get(), blocks.glance(), "written after the end");
            assertNothingIsWrittenAnyMore(pool);
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aCallWithTheFlagSetIsCancelledAndKeepsTheFlag(WorkerKind kind) {
        try (Pool pool = start(kind)) {
            Thread.currentThread().interrupt();
            assertThrows(JobCancelledException.class, () -> pool.map(data, Blocks.OP, data));
            assertTrue(Thread.interrupted());
            assertEquals(data.length(), pool.mapReduce(data, DoubleUnaryOp.ABS, Reduction.COUNT_NONZERO));
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void closeFinishesWhatWasSubmitted(WorkerKind kind) {
        List<Job<Double>> jobs = new ArrayList<>();
        Pool pool = start(kind);
        for (int i = 0; i < MANY; i++) {
            jobs.add(pool.reduceAsync(data.slice(0, i), Reduction.COUNT_NONZERO));
        }
        Job<Void> inPlace = pool.mapAsync(data, Blocks.OP, data);
        pool.close();
        for (int i = 0; i < MANY; i++) {
            assertTrue(jobs.get(i).isDone());
            assertEquals(i, jobs.get(i).join());
        }
        assertTrue(inPlace.isDone());
        assertEquals(BLOCKS, blocks.countNew());
        assertThrows(IllegalStateException.class, () -> pool.map(data, Blocks.OP, data));
        assertEquals(1, memory.processes().size(), () -> "still there: " + memory.processes());
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void shutdownNowReturnsAtOnceAndCancelsEveryJob(WorkerKind kind) throws Exception {
        Pool pool = start(kind);
        assertFalse(pool.awaitTermination(Duration.ZERO), "it is open");
        LongValue go = memory.newLongValue("go", 0);
        DoubleUnary held = x -> {
            while (x == Blocks.MIDDLE && go.getAcquire() == 0) {
                Thread.onSpinWait();
            }
            return StrictMath.tanh(x);
        };
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                pool.map(data, held, data);
                waiting.complete(null);
            } catch (Throwable failure) {
                waiting.completeExceptionally(failure);
            }
        });
        Await.until("the job is in work", LIMIT, blocks::begun);
        List<Job<Double>> jobs = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            jobs.add(pool.mapReduceAsync(data, Blocks.OP, Reduction.SUM));
        }
        long begin = System.nanoTime();
        pool.shutdownNow();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        go.setRelease(1);
        assertTrue(millis < 5_000, () -> "took %d ms".formatted(millis));
        assertTrue(pool.awaitTermination(LIMIT));
        assertInstanceOf(
                JobCancelledException.class,
                assertThrows(ExecutionException.class, waiting::get).getCause());
        for (Job<Double> job : jobs) {
            assertTrue(job.isDone(), "after termination");
            assertInstanceOf(
                    JobCancelledException.class,
                    assertThrows(ExecutionException.class, job::get).getCause());
        }
        blocks.assertStoppedInTheMiddle();
        assertThrows(IllegalStateException.class, () -> pool.reduce(data, Reduction.SUM));
        assertEquals(1, memory.processes().size(), () -> "still there: " + memory.processes());
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void anArrayCannotBeDroppedWhileAJobUsesItAndCanAfterwards(WorkerKind kind) {
        try (Pool pool = start(kind)) {
            Job<Void> job = pool.mapAsync(data.slice(4096, data.length()), Blocks.OP, data.slice(4096, data.length()));
            Await.until("the job is in work", LIMIT, () -> job.progress() > 0);
            IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> memory.drop("data"));
            assertTrue(refusal.getMessage().contains("data"), refusal::getMessage);
            job.join();
            assertEquals(BLOCKS - 1, blocks.countNew());
            memory.drop("data");
            DoubleArray again = memory.newDoubleArray("again", data.length());
            assertEquals(0, pool.reduce(again, Reduction.COUNT_NONZERO), "new memory is zero");
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void anArithmeticExceptionArrivesAsItselfAndThePoolGoesOn(WorkerKind kind) {
        LongArray numbers = memory.newLongArray("numbers", 64 * Blocks.LENGTH);
        try (Pool pool = start(kind)) {
            pool.fill(numbers, 3);
            numbers.set(100_000, Long.MIN_VALUE);
            ArithmeticException overflow = assertThrows(
                    ArithmeticException.class, () -> pool.map(numbers, LongUnaryOp.NEGATE_EXACT, numbers));
            assertTrue(overflow.getMessage().contains("100000") || overflow.getMessage().contains("100,000"),
                    overflow::getMessage);
            assertTrue(overflow.getMessage().contains(Long.toString(Long.MIN_VALUE)), overflow::getMessage);
            ExecutionException async = assertThrows(
                    ExecutionException.class,
                    () -> pool.mapAsync(numbers, LongUnaryOp.NEGATE_EXACT, numbers).get());
            assertInstanceOf(ArithmeticException.class, async.getCause());
            pool.fill(numbers, 2);
            assertEquals(2 * numbers.length(), pool.reduce(numbers, Reduction.SUM));
        }
    }
}
