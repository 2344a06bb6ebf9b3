package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.CrashTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A worker is killed while it computes the place of an element: between the two words of a node, when it has
/// found the element, and among the chunks that this settles. The others go on, with the same result.
@Timeout(120)
class ReductionCrashIT {
    private static final int LENGTH = 515 * 4096 + 17;
    private static final int GREATEST = 300 * 4096 + 5;
    private static final int MOST_ROUNDS = 1_000;

    @TempDir
    Path folder;

    static Stream<String> points() {
        return Stream.concat(
                CrashPoints.OF_SEARCHERS.stream(),
                Stream.of("chunk.afterClaim", "chunk.midPartial", "chunk.beforeFinish", "chunk.afterFinish"));
    }

    @ParameterizedTest
    @MethodSource("points")
    void placesAndCountsStayTheSameWhenAWorkerDiesThere(String point) throws IOException {
        for (int round = 0; round < CrashTrials.rounds(); round++) {
            crashAndCheck(point, folder.resolve(point + round));
        }
    }

    private static void crashAndCheck(String point, Path log) throws IOException {
        try (SharedMemory memory = SharedMemory.temporary(32L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", LENGTH);
            data.setAll(i -> -2 - i % 1000);
            data.set(GREATEST, -1);
            try (Pool pool = Pool.start(memory, CrashPoints.dyingAt(point, 3, log))) {
                pool.awaitWorkers();
                int rounds = 0;
                do {
                    check(pool, data);
                    rounds++;
                } while (!Files.exists(log) && rounds < MOST_ROUNDS);
                assertEquals(List.of(point), Files.readAllLines(log), "exactly one died there");
                check(pool, data);
            }
        }
    }

    /// All elements are below zero: what stands in the row of a chunk after a death would be the greatest.
    private static void check(Pool pool, DoubleArray data) {
        assertEquals(GREATEST, pool.argMax(data));
        assertEquals(999, pool.argMin(data));
        assertEquals(GREATEST, pool.where(data, x -> x > -2).firstIndex());
        assertEquals(LENGTH - 1, pool.where(data, x -> x <= -2).count());
        assertTrue(pool.where(data, x -> x == -7).any());
        assertTrue(!pool.where(data, x -> x <= -2).all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunk.afterClaim", "chunk.midPartial", "chunk.beforeFinish", "chunk.afterFinish"})
    void aScanKeepsItsBitsWhenAWorkerDiesThere(String point) throws IOException {
        double[] values = Truth.tameDoubles(LENGTH, 9);
        Path log = folder.resolve(point);
        try (SharedMemory memory = SharedMemory.temporary(64L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", LENGTH);
            DoubleArray sums = memory.newDoubleArray("sums", LENGTH);
            data.copyFrom(values);
            double[] expected = ScanByDefinition.sums(values);
            try (Pool pool = Pool.start(memory, CrashPoints.dyingAt(point, 3, log))) {
                pool.awaitWorkers();
                int rounds = 0;
                do {
                    sums.fill(Double.NaN);
                    pool.scan(data, rounds % 2 == 0 ? Reduction.SUM : Reduction.of(-0.0, (a, b) -> a + b), sums);
                    assertArrayEquals(expected, sums.toArray());
                    rounds++;
                } while (!Files.exists(log) && rounds < MOST_ROUNDS);
                assertEquals(List.of(point), Files.readAllLines(log), "exactly one died there");
            }
        }
    }
}
