package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.constant;
import static io.millrace.engine.expression.Expressions.of;
import static io.millrace.engine.expression.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions in worker processes, and the deaths of workers and submitters.
@Timeout(120)
class ExpressionCrashIT {
    private static final int BLOCK = 4096;
    private static final int LARGE = 300 * BLOCK + 17;
    private static final int SMALL = 3 * BLOCK + 5;
    private static final int MOST_ROUNDS = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"chunk.midPartial", "redo.afterRecord", "redo.midMove", "redo.afterCopy"})
    void resultsKeepTheirBitsWhenAWorkerDiesThere(String point) throws IOException {
        Path log = folder.resolve(point);
        double[] values = Truth.tameDoubles(LARGE, 7);
        try (SharedMemory memory = SharedMemory.temporary(16L << 20)) {
            DoubleArray x = memory.newDoubleArray("x", LARGE);
            x.copyFrom(values);
            try (Pool pool = Pool.start(memory, CrashPoints.dyingAt(point, 2, log))) {
                pool.awaitWorkers();
                double two = 2;
                double[] halves = values.clone();
                for (int i = 0; i < LARGE; i++) {
                    halves[i] = values[i] * 0.5;
                }
                long sumBits = Truth.sumBits(halves);
                int rounds = 0;
                do {
                    assertEquals(sumBits, Double.doubleToLongBits(pool.eval(of(x).times(0.5)).sum()));
                    double own = pool.eval(of(x).map(v -> v / two)).reduce(Reduction.of(-0.0, (a, b) -> a + b));
                    assertEquals(sumBits, Double.doubleToLongBits(own));
                    pool.eval(of(x).times(0.5).map(v -> v * two).negate()).into(x);
                    pool.eval(of(x).times(2).negate().times(0.5)).into(x);
                    rounds++;
                } while (!Files.exists(log) && rounds < MOST_ROUNDS);
                assertEquals(List.of(point), Files.readAllLines(log), "exactly one died there");
                assertArrayEquals(values, x.toArray());
            }
        }
    }

    static List<Arguments> pointsInPlace() {
        return CrashPoints.OF_WORKERS.stream()
                .filter(point -> point.startsWith("redo."))
                .flatMap(point -> Stream.of(KernelKind.NATIVE, KernelKind.SCALAR).map(kind -> arguments(point, kind)))
                .toList();
    }

    /// In C a whole chunk is one call, in Java a block: see [Redo][io.millrace.engine.internal.job.Redo].
    @ParameterizedTest
    @MethodSource("pointsInPlace")
    void anExpressionInPlaceComputesEachBlockOnceWhenAWorkerDiesThere(String point, KernelKind kernel)
            throws IOException {
        Path log = folder.resolve(point);
        double[] values = Truth.tameDoubles(LARGE, 8);
        try (SharedMemory memory = SharedMemory.temporary(16L << 20)) {
            DoubleArray x = memory.newDoubleArray("x", LARGE);
            x.copyFrom(values);
            try (Pool pool = Pool.start(
                    memory, CrashPoints.dyingAt(point, 2, log).kernel(kernel))) {
                pool.awaitWorkers();
                int rounds = 0;
                do { // -2x + x, exactly
                    pool.eval(where(of(x).equalTo(of(x)), of(x).fma(-2, of(x)), constant(0.0))).into(x);
                    rounds++;
                } while (!Files.exists(log) && rounds < MOST_ROUNDS);
                assertEquals(List.of(point), Files.readAllLines(log), "exactly one died there");
                for (int i = 0; i < LARGE; i++) {
                    assertEquals(rounds % 2 == 0 ? values[i] : -values[i], x.get(i), "element " + i);
                }
            }
        }
    }

    /// A small job in place has a redo record, which the process that recovers the submitter replays.
    @ParameterizedTest
    @ValueSource(strings = {"redo.afterScratch", "redo.afterRecord", "redo.midCopy", "redo.midMove", "redo.afterDone"})
    void aSmallExpressionInPlaceLeavesWholeBlocksWhereverItsSubmitterDies(String point) throws IOException {
        Path log = folder.resolve(point);
        Path file = folder.resolve("scene.mill");
        try (SharedMemory memory = SharedMemory.create(
                file, MemoryOptions.defaults().byteSize(1L << 20))) {
            DoubleArray x = memory.newDoubleArray("x", SMALL);
            DoubleArray y = memory.newDoubleArray("y", SMALL);
            x.setAll(i -> i);
            y.setAll(i -> i + 1);
            try (ChildJvm submitter = ChildJvm.of(ExpressionSubmitter.class, file)
                    .property("millrace.crashPoint", point + "@7")
                    .property("millrace.crashLog", log)
                    .start()) {
                assertEquals(ChildJvm.KILLED, submitter.await(LIMIT), submitter::story);
            }
            assertEquals(1, Files.readAllLines(log).size());
            Await.until("the pool's tables are gone", LIMIT, () -> {
                memory.recoverDead();
                return MemoryAccess.regionsOf(memory).openAll(RegionKind.ENGINE).isEmpty();
            });
            double least = Double.POSITIVE_INFINITY;
            double most = 0;
            for (int i = 0; i < SMALL; i++) {
                int first = i & -BLOCK;
                double rounds = (x.get(first) - first) / (first + 2);
                assertEquals(i + rounds * (i + 2), x.get(i), "element " + i + " after rounds: " + rounds);
                least = Math.min(least, rounds);
                most = Math.max(most, rounds);
            }
            assertTrue(most >= 1 && most - least <= 1, "rounds: " + least + " to " + most);
        }
    }

    record Place(LongArray counts, long submitter) {
        double here(double x) {
            counts.getAndAdd(ProcessHandle.current().pid() == submitter ? 0 : 1 + Worker.current().index(), 1);
            return x;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, BLOCK, LARGE})
    void ownFunctionsOfAnExpressionRunInWorkersAlone(int length) {
        try (SharedMemory memory = SharedMemory.temporary(32L << 20);
                Pool pool = Pool.start(memory, 2)) {
            DoubleArray x = memory.newDoubleArray("x", length);
            LongArray counts = memory.newLongArray("counts", 3);
            Place place = new Place(counts, ProcessHandle.current().pid());
            x.fill(2);
            assertEquals(5.0 * length, pool.eval(of(x).times(2).map(place::here).plus(1)).sum());
            pool.eval(of(x).plus(1).map(place::here)).into(x);
            assertEquals(3.0 * length, pool.reduce(x, Reduction.SUM));
            assertEquals(0, counts.get(0), "calls in the submitter");
            assertEquals(2L * length, counts.get(1) + counts.get(2));
        }
    }

    /// The words of the job pin the arrays: this process does not use them itself.
    @Test
    void noArrayIsDroppedWhileAnotherProcessReadsIt() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(16L << 20);
                Pool pool = Pool.start(memory, 1)) {
            DoubleArray x = memory.newDoubleArray("x", SMALL);
            DoubleArray read = memory.newDoubleArray("read", SMALL);
            LongArray flags = memory.newLongArray("flags", 2);
            read.fill(2);
            double[] found = new double[1];
            Thread running = Thread.ofPlatform()
                    .start(() -> found[0] = pool.eval(of(x).plus(of(read)).map(v -> held(v, flags))).sum());
            Await.until("a worker computes", LIMIT, () -> flags.get(0) > 0);
            assertThrows(IllegalStateException.class, () -> memory.drop("read"));
            flags.set(1, 1);
            running.join();
            assertEquals(2.0 * SMALL, found[0]);
            memory.drop("read");
        }
    }

    private static double held(double value, LongArray flags) {
        flags.set(0, 1);
        while (flags.get(1) == 0) {
            Thread.onSpinWait();
        }
        return value;
    }

    @Test
    void aFunctionThatEndsEveryWorkerFailsItsExpressionAlone() {
        try (SharedMemory memory = SharedMemory.temporary(16L << 20)) {
            DoubleArray x = memory.newDoubleArray("x", SMALL);
            try (Pool pool = Pool.start(
                    memory, PoolOptions.defaults().workers(1).maxAttempts(2).output(WorkerOutput.DISCARD))) {
                WorkerException story = assertThrows(
                        WorkerException.class, () -> pool.eval(of(x).plus(1).map(v -> endWorker(v))).into(x));
                assertEquals(7, story.exitCode().orElseThrow());
                assertEquals(SMALL, pool.eval(of(x).plus(1)).sum());
            }
        }
    }

    /// Ends the process: no submitter ever calls it.
    private static double endWorker(double x) {
        Runtime.getRuntime().halt(7);
        return x;
    }

    @Test
    void expressionsAcrossProcessesHaveTheBitsOfTheirJobs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (SharedMemory memory = SharedMemory.temporary(256L << 20);
                Pool pool = Pool.start(memory, 2)) {
            pool.awaitWorkers();
            for (boolean own : new boolean[] {false, true}) {
                ExpressionBed bed = new ExpressionBed(memory, pool, random, LARGE, own);
                for (int steps = 1; steps <= 4; steps++) {
                    bed.check(steps);
                }
            }
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("seed=" + seed, failure);
        }
    }
}
