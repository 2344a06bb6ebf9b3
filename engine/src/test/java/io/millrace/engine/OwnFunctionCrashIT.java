package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions of the user's in worker processes, one of which is killed in the middle of its work,
/// or by the function itself.
@Timeout(120)
class OwnFunctionCrashIT {
    private static final int LENGTH = 130 * 4096 + 17;
    private static final int MOST_ROUNDS = 1_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"chunk.midPartial", "redo.afterRecord", "redo.midCopy", "error.afterText"})
    void resultsKeepTheirBitsWhenAWorkerDiesThere(String point) throws Exception {
        Path log = folder.resolve(point);
        double[] values = Truth.tameDoubles(LENGTH, 7);
        try (SharedMemory memory = SharedMemory.temporary(16L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", LENGTH);
            data.copyFrom(values);
            try (Pool pool = Pool.start(memory, CrashPoints.dyingAt(point, 2, log))) {
                double two = 2;
                long sumBits = Truth.sumBits(values);
                int rounds = 0;
                do {
                    double sum = pool.reduce(data, Reduction.of(-0.0, (a, b) -> a + b));
                    assertEquals(sumBits, Double.doubleToLongBits(sum));
                    pool.map(data, x -> x * two, data);
                    pool.mapIndexed(data, (i, x) -> x / two, data);
                    WorkerException thrown =
                            assertThrows(WorkerException.class, () -> pool.generate(data, i -> fail(i)));
                    assertInstanceOf(IllegalStateException.class, thrown.getCause());
                    assertTrue(thrown.getCause().getMessage().startsWith("index "), thrown::toString);
                    rounds++;
                } while (!Files.exists(log) && rounds < MOST_ROUNDS);
                assertEquals(List.of(point), Files.readAllLines(log), "exactly one died there");
                assertArrayEquals(values, data.toArray());
            }
        }
    }

    private static double fail(long index) {
        throw new IllegalStateException("index " + index);
    }

    @Test
    void aFunctionThatEndsEveryWorkerFailsItsJobAloneAndTheNextOneIsComputed() {
        try (SharedMemory memory = SharedMemory.temporary(16L << 20)) {
            LongArray numbers = memory.newLongArray("numbers", LENGTH);
            try (Pool pool = Pool.start(
                    memory, PoolOptions.defaults().workers(1).maxAttempts(2).output(WorkerOutput.DISCARD))) {
                WorkerException story =
                        assertThrows(WorkerException.class, () -> pool.map(numbers, x -> endWorker(x), numbers));
                assertEquals(7, story.exitCode().orElseThrow());
                assertEquals(2, story.attempt());
                pool.map(numbers, x -> 1, numbers);
                assertEquals(LENGTH, pool.reduce(numbers, Reduction.SUM));
                assertEquals(2, pool.stats().workerDeaths());
            }
        }
    }

    /// Ends the process: no submitter ever calls it.
    private static long endWorker(long x) {
        Runtime.getRuntime().halt(7);
        return x;
    }
}
