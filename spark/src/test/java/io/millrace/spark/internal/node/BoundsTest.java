package io.millrace.spark.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {
    private static final long BLOCK = 4096;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4095, 4096, 4097, 100_003, 1 << 20, 1_000_000_007L, 1L << 40, Long.MAX_VALUE / 8})
    void partitionsCoverTheArrayInOrderFromBlocksOn(long length) {
        for (int partitions : new int[] {1, 2, 3, 7, 16, 1000}) {
            Bounds bounds = Bounds.of(length, partitions);
            long next = 0;
            for (int partition = 0; partition < partitions; partition++) {
                assertEquals(next, bounds.from(partition));
                assertTrue(next == length || next % BLOCK == 0, () -> bounds + " in a block");
                assertTrue(bounds.length(partition) >= 0);
                assertEquals((next + BLOCK - 1) / BLOCK, bounds.firstBlock(partition));
                next += bounds.length(partition);
            }
            assertEquals(length, next);
            long[] starts = bounds.starts();
            assertEquals(partitions + 1, starts.length);
            assertEquals(length, starts[partitions]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 100})
    void largePartitionsDifferByAnEighthAndBeginAtLargeNodes(int partitions) {
        Bounds bounds = Bounds.of(1_000_000_000, partitions);
        long share = 1_000_000_000L / partitions;
        for (int partition = 0; partition < partitions; partition++) {
            long length = bounds.length(partition);
            assertTrue(Math.abs(length - share) <= share / 8 + BLOCK, () -> share + ", but " + length);
            assertEquals(0, bounds.firstBlock(partition) % (partitions <= 16 ? 1024 : 256));
        }
    }
}
