package io.millrace.engine.internal.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class RunPlaceTest {
    private static final IntToLongFunction FAST = run -> 100;
    private static final IntToLongFunction SLOW = run -> 120;

    private final RunPlace place = new RunPlace();
    private int run;

    /// Runs `runs` times; returns how many ran at home.
    private int atHome(int runs, IntToLongFunction home, IntToLongFunction workers) {
        int count = 0;
        for (int end = run + runs; run < end; run++) {
            boolean here = place.isAtHome();
            count += here ? 1 : 0;
            place.took((here ? home : workers).applyAsLong(run));
        }
        return count;
    }

    @Test
    void runsAtHomeFirstAndThenTriesWorkers() {
        assertEquals(64, atHome(64, FAST, FAST));
        assertFalse(place.isAtHome());
        assertEquals(0, atHome(8, FAST, FAST));
        assertTrue(place.isAtHome());
    }

    @Test
    void staysWhereItIsFasterAndTriesTheOtherPlaceMoreAndMoreSeldom() {
        assertEquals(64 + 128 + 256, atHome(64 + 8 + 128 + 16 + 256 + 32, FAST, SLOW));
        atHome(10_000, FAST, SLOW);
        int runs = 1_000_000;
        assertTrue(atHome(runs, FAST, SLOW) > runs - runs / 100);
    }

    @Test
    void goesToTheWorkersAndComesBack() {
        atHome(64 + 8, SLOW, FAST);
        assertEquals(32, atHome(64 + 32, SLOW, FAST), "a trial at home");
        atHome(128 - 1, SLOW, FAST);
        assertFalse(place.isAtHome());
        atHome(1 + 32, FAST, run -> 500);
        assertFalse(place.isAtHome(), "one slow run of eight says nothing");
        atHome(256 + 32, FAST, SLOW);
        assertTrue(place.isAtHome());
    }

    @Test
    void triesLongEnoughForCodeThatIsCompiledLate() {
        int[] byWorkers = {0};
        IntToLongFunction compiledLate = each -> Math.max(50, 1_000 - byWorkers[0]++ / 3);
        atHome(50_000, FAST, compiledLate);
        assertFalse(place.isAtHome(), () -> "runs by workers: " + byWorkers[0]);
        assertTrue(atHome(1_000, FAST, compiledLate) < 100);
    }

    @Test
    void aFewSlowRunsSayNothing() {
        IntToLongFunction now = each -> each % 3 == 0 ? 10_000 : 100;
        atHome(64 + 8, SLOW, now);
        assertFalse(place.isAtHome(), "workers are faster");
    }

    @Test
    void aSmallDifferenceChangesNothing() {
        atHome(64 + 8, each -> 100, each -> 95);
        assertTrue(place.isAtHome());
    }
}
