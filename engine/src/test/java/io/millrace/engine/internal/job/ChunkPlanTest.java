package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.Schedule;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.shm.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkPlanTest {
    private static final int CAPACITY = 2048;
    private static final int CHEAP =
            ChunkPlan.largestLevel(new Work.Fill(ElementType.DOUBLE, 0), UserCode.NONE);

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void chunksCoverAllBlocksInOrderAlignedToTheirSizeAndFitIntoTheTable(Schedule schedule) {
        for (int workers : new int[] {1, 2, 3, 7, 200}) {
            for (long blocks : new long[] {0, 1, 2, 3, 31, 32, 33, 2047, 2048, 2049, 15_625, 1 << 20, 1L << 40}) {
                ChunkPlan plan = ChunkPlan.of(blocks, workers, CAPACITY, schedule, CHEAP);
                long[] next = {0};
                int[] count = {0};
                int chunks = plan.cut((index, first, level) -> {
                    assertEquals(count[0]++, index);
                    assertEquals(next[0], first);
                    assertEquals(0, first % (1L << level), "a chunk is a node of the tree");
                    next[0] = first + (1L << level);
                });
                assertEquals(count[0], chunks);
                assertTrue(next[0] >= blocks, "all blocks are covered");
                assertTrue(chunks <= CAPACITY,
                        () -> "workers=%d, blocks=%d: %d chunks".formatted(workers, blocks, chunks));
            }
        }
    }

    @Test
    void chunksOfOwnFunctionsAreSmallUntilTheirCostIsKnownAndThenTakeFiveMillisecondsAtMost() {
        Work work = new Work.Map(Op.of((DoubleUnary) x -> x), ElementType.DOUBLE, ElementType.DOUBLE);
        ElementCost cost = new ElementCost();
        UserCode code = new UserCode(new byte[1], cost);
        assertEquals(2, ChunkPlan.largestLevel(work, code));
        double[] nanos = {0.2, 1, 10, 100, 1_000, 1e6, 1e12};
        int[] levels = {8, 8, 6, 3, 0, 0, 0};
        for (int i = 0; i < nanos.length; i++) {
            cost.learn(nanos[i]);
            assertEquals(levels[i], ChunkPlan.largestLevel(work, code), "nanos=" + nanos[i]);
        }
    }
}
