package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ChunkingTest {
    @Test
    void cheapItemsMakeLargeBatchesSoon() {
        Chunking chunking = new Chunking(0);
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
        Chunking chunking = new Chunking(0);
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
        Chunking chunking = new Chunking(0);
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
        Chunking chunking = new Chunking(12);
        chunking.measured(12, 1);
        chunking.fitted(3);
        assertEquals(12, chunking.size());
    }
}
