package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.Await;
import io.millrace.testing.CrashTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A worker is killed at each named point of its work. Its peers live on: the first to come to the
/// point dies, once.
@Timeout(300)
class WorkerCrashIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /// Many chunks of 16 blocks and more, and not a small job; the last one has four blocks, so a whole block
    /// moves while a short one is computed.
    private static final int LENGTH = 515 * 4096 + 17;

    private static final int MOST_ROUNDS = 1_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("io.millrace.engine.CrashPoints#OF_WORKERS")
    void resultsKeepTheirBitsWhenAWorkerDiesThere(String point) throws IOException {
        crashAndCheck(point, KernelKind.AUTO);
    }

    static List<String> pointsInPlace() {
        return CrashPoints.OF_WORKERS.stream()
                .filter(point -> point.startsWith("redo."))
                .toList();
    }

    /// With C, a whole chunk is one call, cut into half steps here: see [Redo][io.millrace.engine.internal.job.Redo].
    @ParameterizedTest
    @MethodSource("pointsInPlace")
    void resultsKeepTheirBitsWhenAWorkerDiesThereWithoutC(String point) throws IOException {
        crashAndCheck(point, KernelKind.SCALAR);
    }

    private void crashAndCheck(String point, KernelKind kernel) throws IOException {
        for (int round = 0; round < CrashTrials.rounds(); round++) {
            crashAndCheck(point, kernel, 1, folder.resolve("one-" + round));
            crashAndCheck(point, kernel, 3, folder.resolve("three-" + round));
        }
    }

    private void crashAndCheck(String point, KernelKind kernel, int peers, Path log) throws IOException {
        double[] values = Truth.tameDoubles(LENGTH, 42);
        long sumBits = Truth.sumBits(values);
        try (SharedMemory memory = SharedMemory.temporary(64L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", LENGTH);
            LongArray large = memory.newLongArray("large", LENGTH);
            data.copyFrom(values);
            PoolOptions options = CrashPoints.dyingAt(point, peers + 1, log).kernel(kernel);
            try (Pool pool = Pool.start(memory, options)) {
                pool.awaitWorkers();
                int rounds = 0;
                do {
                    // Not always in the part of one party: with it the submitter would meet every overflow.
                    int overflowing = LENGTH / 8 * (1 + 2 * (rounds % 4));
                    large.fill(3);
                    large.set(overflowing, Long.MAX_VALUE);
                    assertEquals(sumBits, Double.doubleToLongBits(pool.reduce(data, Reduction.SUM)));
                    pool.map(data, DoubleUnaryOp.NEGATE, data);
                    pool.map(data, DoubleUnaryOp.NEGATE, data);
                    ArithmeticException overflow = assertThrows(
                            ArithmeticException.class, () -> pool.map(large, LongUnaryOp.SQUARE_EXACT, large));
                    assertTrue(overflow.getMessage().contains(Long.toString(Long.MAX_VALUE)), overflow.getMessage());
                    assertWholeBlocksOfThreesOrNines(large.toArray(), overflowing);
                    rounds++;
                } while (!Files.exists(log) && rounds < MOST_ROUNDS);
                Await.until("the death is counted", LIMIT, () -> pool.stats().workerDeaths() > 0);
                assertEquals(List.of(point), Files.readAllLines(log), "exactly one died there");
                assertArrayEquals(values, data.toArray());
                assertEquals(sumBits, Double.doubleToLongBits(pool.reduce(data, Reduction.SUM)));
                Await.until("the dead worker is replaced", LIMIT,
                        () -> pool.workers().size() == peers + 1);
                assertEquals(1, pool.stats().workerDeaths());
                assertEquals(sumBits, Double.doubleToLongBits(pool.reduce(data, Reduction.SUM)));
            }
            assertTrue(MemoryAccess.regionsOf(memory).allRegions().stream()
                    .noneMatch(region -> region.kind().name().equals("ENGINE")));
        }
    }

    /// Its recoverer cancels the chunk in its place (C7 for C8): the job ends, and the next one has its workers.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCancelledJobEndsWhenAWorkerDiesThatWasGivingItUp(boolean inPlace) throws IOException {
        String point = CrashPoints.OF_A_CANCELLED_CHUNK;
        for (int hit = 0; hit < CrashTrials.rounds(); hit++) {
            Path log = folder.resolve("cancelled-" + hit);
            try (SharedMemory memory = SharedMemory.temporary(160L << 20)) {
                DoubleArray in = memory.newDoubleArray("in", 4L * LENGTH);
                DoubleArray out = inPlace ? in : memory.newDoubleArray("out", 4L * LENGTH);
                try (Pool pool = Pool.start(memory, CrashPoints.dyingAt(point, 2, log))) {
                    pool.awaitWorkers();
                    pool.fill(in, 3);
                    for (int round = 0; !Files.exists(log) && round < MOST_ROUNDS; round++) {
                        Job<Void> job = pool.mapAsync(in, DoubleUnaryOp.NEGATE, out);
                        Await.until("the job is in work", LIMIT, () -> job.progress() > 0);
                        job.cancel(true);
                    }
                    Await.until("the death is counted", LIMIT, () -> pool.stats().workerDeaths() > 0);
                    assertEquals(List.of(point), Files.readAllLines(log), "exactly one died there");
                    assertWholeBlocksOfThrees(in.toArray());
                    pool.map(in, DoubleUnaryOp.SQUARE, in);
                    assertEquals(9.0 * in.length(), pool.reduce(in, Reduction.SUM));
                    Await.until("the dead worker is replaced", LIMIT,
                            () -> pool.workers().size() == 2);
                    assertEquals(1, pool.stats().workerDeaths());
                }
            }
        }
    }

    private static void assertWholeBlocksOfThrees(double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            double first = numbers[i & -4096];
            assertTrue(first == 3 || first == -3, "element " + (i & -4096));
            assertEquals(first, numbers[i], "element " + i);
        }
    }

    private static void assertWholeBlocksOfThreesOrNines(long[] numbers, int overflowing) {
        for (int i = 0; i < numbers.length; i++) {
            long first = numbers[i & -4096];
            assertTrue(first == 3 || first == 9, "element " + (i & -4096));
            assertEquals(i == overflowing ? Long.MAX_VALUE : first, numbers[i], "element " + i);
        }
        assertEquals(3, numbers[overflowing & -4096], "the block of the overflow is old");
    }

    /// As when those who wait for the workers are its threads. The JDK tells there of the end of a process.
    @Test
    void aDeathIsNoticedWhileTheCommonPoolIsFull() {
        CountDownLatch end = new CountDownLatch(1);
        for (int thread = 0; thread < ForkJoinPool.getCommonPoolParallelism(); thread++) {
            ForkJoinPool.commonPool().submit(() -> {
                end.await();
                return null;
            });
        }
        try (Pool pool = Pool.start(1)) {
            pool.awaitWorkers();
            long deadWorker = pool.workers().getFirst().pid();
            ProcessHandle.of(deadWorker).ifPresent(ProcessHandle::destroyForcibly);
            Await.until("the death is counted", LIMIT, () -> pool.stats().workerDeaths() == 1);
            Await.until("the dead worker is replaced", LIMIT, () ->
                    pool.workers().stream().anyMatch(worker -> worker.pid() != deadWorker));
        } finally {
            end.countDown();
        }
    }

    /// The submitter computes the other chunks: what kills workers would kill it too.
    @Test
    void theSubmitterComputesNoChunkInWhichAWorkerDied() {
        try (SharedMemory memory = SharedMemory.temporary(64L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", LENGTH);
            try (Pool pool = Pool.start(
                    memory,
                    PoolOptions.defaults()
                            .workers(2)
                            .maxAttempts(3)
                            .jvmArgs("-Dmillrace.crashPoint=redo.afterScratch"))) {
                pool.awaitWorkers();
                WorkerException story = assertThrows(WorkerException.class, () -> {
                    for (int round = 0; round < MOST_ROUNDS; round++) {
                        pool.map(data, DoubleUnaryOp.NEGATE, data);
                    }
                });
                assertEquals(3, story.attempt());
                assertEquals(9, story.signal().orElseThrow());
            }
        }
    }

    /// It does not wait for a worker that never comes.
    @Test
    void aJobWhoseChunkKilledTheWorkerFailsWhenNoOtherCanBegin() {
        try (SharedMemory memory = SharedMemory.temporary(64L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", LENGTH);
            LongArray begun = memory.newLongArray("begun", 1);
            try (Pool pool = Pool.start(
                    memory,
                    PoolOptions.defaults()
                            .workers(1)
                            .output(line -> {})
                            .initializer(() -> beginOnce(begun))
                            .jvmArgs("-Dmillrace.crashPoint=redo.afterScratch"))) {
                pool.awaitWorkers();
                WorkerException failure = assertThrows(WorkerException.class, () -> {
                    for (int round = 0; round < MOST_ROUNDS; round++) {
                        pool.map(data, DoubleUnaryOp.NEGATE, data);
                    }
                });
                assertTrue(failure.getMessage().contains("only once"), failure::toString);
            }
        }
    }

    private static void beginOnce(LongArray begun) {
        if (begun.getAndAdd(0, 1) > 0) {
            throw new IllegalStateException("only once");
        }
    }

    @Test
    void aChunkThatKillsEveryWorkerFailsOnlyItsJobWithAFullReport() {
        try (SharedMemory memory = SharedMemory.temporary(16L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", 4096 * 40);
            LongArray numbers = memory.newLongArray("numbers", 4096 * 80);
            numbers.fill(2);
            try (Pool pool = Pool.start(
                    memory,
                    PoolOptions.defaults()
                            .workers(2)
                            .maxAttempts(3)
                            .jvmArgs("-Dmillrace.crashPoint=redo.afterScratch"))) {
                WorkerException story =
                        assertThrows(WorkerException.class, () -> pool.map(data, x -> Math.exp(x), data));
                assertEquals(9, story.signal().orElseThrow());
                assertEquals(-9, story.exitCode().orElseThrow());
                assertEquals(3, story.attempt());
                assertTrue(story.pid() > 0);
                assertTrue(story.chunk() >= 0);
                assertEquals(2L * 4096 * 80, pool.reduce(numbers, Reduction.SUM), "the pool goes on");
            }
        }
    }
}
