package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultWindowTest {
    @Test
    void resultsAreTakenInTheOrderOfTheirItemsHoweverTheyArrive() {
        long seed = System.nanoTime();
        List<Integer> arrival = new ArrayList<>(IntStream.range(0, 1_000).boxed().toList());
        Collections.shuffle(arrival, new Random(seed));
        ResultWindow window = new ResultWindow(true);
        int taken = 0;
        for (int index : arrival) {
            window.put(index, "result " + index);
            while (window.hasNext()) {
                assertEquals("result " + taken++, window.take(), () -> "seed=" + seed);
            }
        }
        assertEquals(1_000, taken, () -> "seed=" + seed);
        assertEquals(1_000, window.taken());
    }

    @Test
    void resultsAreTakenAsTheyArrive() {
        ResultWindow window = new ResultWindow(false);
        window.put(7, "seventh");
        window.put(2, null);
        assertEquals("seventh", window.take());
        assertTrue(window.hasNext(), "null is a result");
        assertNull(window.take());
        assertFalse(window.hasNext());
    }
}
