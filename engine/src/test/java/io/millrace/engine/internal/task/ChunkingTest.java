package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteFunction;
import org.junit.jupiter.api.Test;

class ChunkingTest {
    @Test
    void cheapItemsMakeLargeBatchesSoon() {
        Chunking chunking = new Chunking(0, new ItemCost());
        assertEquals(1, chunking.size());
        chunking.measured(1, 20_000_000);
        assertEquals(1, chunking.size(), "the first item of a cold worker tells little");
        for (int batch = 0; batch < 8; batch++) {
            chunking.measured(chunking.size(), chunking.size() * 100L);
        }
        assertTrue(chunking.size() > 4_000, () -> "size=" + chunking.size());
    }

    @Test
    void expensiveItemsAreSingleAndBatchesShrinkWhenItemsBecomeExpensive() {
        Chunking chunking = new Chunking(0, new ItemCost());
        for (int batch = 0; batch < 5; batch++) {
            chunking.measured(chunking.size(), chunking.size() * 5_000_000L);
        }
        assertEquals(1, chunking.size());
        for (int batch = 0; batch < 8; batch++) {
            chunking.measured(chunking.size(), chunking.size() * 1_000L);
        }
        int large = chunking.size();
        for (int batch = 0; batch < 20; batch++) {
            chunking.measured(chunking.size(), chunking.size() * 1_000_000L);
        }
        assertTrue(chunking.size() < large / 100, () -> "size=" + chunking.size());
    }

    @Test
    void noMoreItemsThanResultsFit() {
        Chunking chunking = new Chunking(0, new ItemCost());
        for (int batch = 0; batch < 6; batch++) {
            chunking.measured(chunking.size(), chunking.size() * 100L);
        }
        chunking.fitted(37);
        assertEquals(37, chunking.size());
        chunking.measured(37, 3_700);
        assertEquals(37, chunking.size());
    }

    @Test
    void whatTheUserGaveStays() {
        Chunking chunking = new Chunking(12, new ItemCost());
        chunking.measured(12, 1);
        chunking.fitted(3);
        assertEquals(12, chunking.size());
    }

    @Test
    void aCallBeginsWithWhatEarlierOnesHaveTold() {
        ItemCost cost = new ItemCost();
        Chunking first = new Chunking(0, cost);
        for (int batch = 0; batch < 8; batch++) {
            first.measured(first.size(), first.size() * 1_000L);
        }
        assertEquals(2_000, new Chunking(0, cost).size());
        assertEquals(7, new Chunking(7, cost).size());
        assertEquals(1, new Chunking(0, new ItemCost()).size());
        first.measured(10, 8_000_000);
        assertTrue(new Chunking(0, cost).size() < 20, "slow items are told at once");
        first.measured(10, 0);
        assertTrue(new Chunking(0, cost).size() < 20, "a batch that no worker ended tells nothing");
    }

    @Test
    void onlyMeasuredBatchesHaveASlice() {
        assertEquals(8_000_000, new Chunking(0, new ItemCost()).sliceNanos());
        assertEquals(0, new Chunking(5, new ItemCost()).sliceNanos());
    }

    @Test
    void functionsOfOneClassHaveOnePace() {
        ItemCost.Known known = new ItemCost.Known();
        Object[] functions = {capturing(1), capturing(2), (RemoteFunction<Integer, Integer>) item -> item};
        assertSame(known.of(functions[0]), known.of(functions[1]));
        assertNotSame(known.of(functions[0]), known.of(functions[2]));
    }

    private static RemoteFunction<Integer, Integer> capturing(int captured) {
        return item -> item + captured;
    }
}
