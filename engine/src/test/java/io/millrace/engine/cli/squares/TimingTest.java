package io.millrace.engine.cli.squares;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void aTimingHasTheFirstRunAndTheMedianAndTheFastestOfTheOthers() {
        assertEquals(new Timing(3, 3, 3), Timing.of(3));
        assertEquals(new Timing(9, 2, 1), Timing.of(9, 3, 1, 2));
        assertEquals(new Timing(0, 2.5, 1), Timing.of(0, 4, 1, 2, 3));
    }

    @Test
    void ratesAreThoseOfTheFastestRun() {
        assertEquals(4.0, Timing.of(0.1, 0.5, 2.0).gigabytesPerSecond(2_000_000_000L));
        assertEquals(0.0, Timing.of(0.0).gigabytesPerSecond(1));
    }

    @Test
    void thePreparationRunsBeforeEachRound() {
        List<String> order = new ArrayList<>();
        Timed<Integer> timed = Timed.of(2, run -> order.add("before " + run), () -> {
            order.add("step");
            return order.size();
        });
        assertEquals(List.of("before 0", "step", "before 1", "step"), order);
        assertEquals(4, timed.result());
    }
}
