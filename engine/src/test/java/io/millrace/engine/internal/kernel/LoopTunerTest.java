package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LoopTunerTest {
    private final int[] turns = new int[2];

    private static void work(int steps) {
        double x = 1;
        for (int i = 0; i < steps; i++) {
            x = Math.sqrt(x + i);
        }
        assertTrue(x > 0);
    }

    private void run(LoopTuner contest, int times, int one, int other) {
        turns[0] = 0;
        turns[1] = 0;
        for (int i = 0; i < times; i++) {
            contest.run(
                    () -> {
                        turns[0]++;
                        work(one);
                    },
                    () -> {
                        turns[1]++;
                        work(other);
                    },
                    4096);
        }
        assertEquals(times, turns[0] + turns[1]);
    }

    @Test
    void theFasterWayHasNearlyAllTurnsAndTheOtherKeepsSomeToShowThatItBecameFaster() {
        LoopTuner contest = new LoopTuner();
        run(contest, 1536, 100, 4_000);
        assertEquals(turns[0], turns[1], "they take turns first");
        run(contest, 640, 100, 4_000);
        assertTrue(turns[0] > 600 && turns[1] >= 10, () -> turns[0] + " to " + turns[1]);
        run(contest, 640_000, 100, 1);
        assertTrue(turns[1] > turns[0], () -> turns[0] + " to " + turns[1]);
    }
}
