package io.millrace.engine.cli.squares;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void aTimingHasTheMedianAndTheFastest() {
        assertEquals(new Timing(2, 1), Timing.of(3, 1, 2));
        assertEquals(new Timing(2.5, 1), Timing.of(4, 1, 2, 3));
    }

    @Test
    void ratesAreThoseOfTheFastestRun() {
        assertEquals(4.0, Timing.of(0.5, 2.0).gigabytesPerSecond(2_000_000_000L));
        assertEquals(0.0, Timing.of(0.0).gigabytesPerSecond(1));
    }

    @Test
    void thePreparationRunsBeforeEachRound() {
        List<String> order = new ArrayList<>();
        Timed<Integer> timed = Timed.of(2, () -> order.add("before"), () -> {
            order.add("step");
            return order.size();
        });
        assertEquals(List.of("before", "step", "before", "step"), order);
        assertEquals(4, timed.result());
    }
}
