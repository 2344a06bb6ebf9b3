package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.Schedule;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.shm.ElementType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkPlanTest {
    private static final int CAPACITY = 2048;
    private static final ChunkSize CHEAP =
            ChunkSize.of(new Work.Fill(ElementType.DOUBLE, 0), UserCode.NONE);
    private static final ChunkSize EXPENSIVE = ChunkSize.of(
            new Work.Map(Op.of(DoubleUnaryOp.EXP), ElementType.DOUBLE, ElementType.DOUBLE), UserCode.NONE);

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void chunksCoverAllBlocksInOrderAlignedToTheirSizeAndFitIntoTheTable(Schedule schedule) {
        for (int parties : new int[] {1, 2, 3, 7, 200}) {
            for (long blocks : new long[] {0, 1, 2, 3, 31, 32, 33, 2047, 2048, 2049, 15_625, 1 << 20, 1L << 40}) {
                for (ChunkSize size : List.of(CHEAP, EXPENSIVE, ChunkSize.of(own(), code(0)))) {
                    ChunkPlan plan = ChunkPlan.of(blocks, parties, CAPACITY, schedule, size);
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
                            () -> "parties=%d, blocks=%d: %d chunks".formatted(parties, blocks, chunks));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "STATIC"})
    void eachPartyHasAFewChunksAndNoneIsSmallerThanItsClaimIsWorth(Schedule schedule) {
        assertEquals(List.of(5), levels(1, 2, schedule, CHEAP));
        assertEquals(List.of(5, 5), levels(33, 2, schedule, CHEAP));
        assertEquals(8, levels(245, 2, schedule, CHEAP).size());
        assertEquals(10, Collections.max(levels(1 << 20, 2, schedule, CHEAP)), "no chunk is larger than 1,024 blocks");
        assertEquals(4, levels(4, 2, schedule, EXPENSIVE).size());
        assertEquals(20, levels(64, 2, schedule, EXPENSIVE).size());
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "STATIC"})
    void theLastChunksOfEachShareAreSmall(Schedule schedule) {
        List<Integer> share = List.of(7, 7, 7, 7, 6, 5, 4, 4);
        List<Integer> both = Stream.concat(share.stream(), share.stream()).toList();
        assertEquals(both, levels(1_280, 2, schedule, new ChunkSize(4, 7, 5)));
    }

    @ParameterizedTest
    @EnumSource(names = {"DYNAMIC", "GUIDED"})
    void whereTheNextFreePartyTakesTheNextChunkTheLastOnesAreSmall(Schedule schedule) {
        List<Integer> levels = levels(16_384, 2, schedule, CHEAP);
        assertEquals(10, levels.getFirst());
        assertEquals(5, levels.getLast());
        assertEquals(levels.stream().sorted((left, right) -> right - left).toList(), levels);
    }

    private static List<Integer> levels(long blocks, int parties, Schedule schedule, ChunkSize size) {
        List<Integer> levels = new ArrayList<>();
        ChunkPlan.of(blocks, parties, CAPACITY, schedule, size).cut((index, first, level) -> levels.add(level));
        return levels;
    }

    private static Work own() {
        return new Work.Map(Op.of((DoubleUnary) x -> x), ElementType.DOUBLE, ElementType.DOUBLE);
    }

    private static UserCode code(double nanos) {
        ElementCost cost = new ElementCost();
        cost.learn(nanos);
        return new UserCode(new byte[1], cost);
    }

    @Test
    void chunksOfOwnFunctionsAreSmallUntilTheirCostIsKnownAndThenTake40MicrosecondsTo5Milliseconds() {
        assertEquals(new ChunkSize(0, 2, 64), ChunkSize.of(own(), code(0)));
        double[] nanos = {0.2, 1, 10, 100, 1_000, 1e6, 1e12};
        int[] smallest = {5, 3, 0, 0, 0, 0, 0};
        int[] largest = {10, 10, 6, 3, 0, 0, 0};
        for (int i = 0; i < nanos.length; i++) {
            ChunkSize size = ChunkSize.of(own(), code(nanos[i]));
            assertEquals(smallest[i], size.minLevel(), "nanos=" + nanos[i]);
            assertEquals(largest[i], size.maxLevel(), "nanos=" + nanos[i]);
        }
    }
}
