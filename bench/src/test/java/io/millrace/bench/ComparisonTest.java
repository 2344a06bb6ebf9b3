package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void contendersRunInTurnsAndWarmupsAreNotCounted() {
        List<String> order = new ArrayList<>();
        Comparison comparison = new Comparison(
                "letters",
                List.of(new Contender("A", 8, () -> order.add("A")), new Contender("B", 8, () -> order.add("B"))));
        List<Measurement> measured = comparison.measure(1, 2);
        assertEquals(List.of("A", "B", "A", "B", "A", "B"), order);
        assertEquals(List.of("A", "B"), measured.stream().map(Measurement::name).toList());
        assertEquals(1.0, measured.getFirst().speedByMedian());
        assertTrue(measured.getLast().speedByBest() > 0);
    }

    @Test
    void theMedianAndTheQuartilesDoNotDependOnTheOrder() {
        assertEquals(Times.of(1, 2, 3, 4, 5), Times.of(5, 3, 1, 4, 2));
        assertEquals(new Times(3e-9, 1e-9, 2.0 / 3), Times.of(4, 1, 2, 5, 3));
        assertEquals(new Times(1.5e-9, 1e-9, 1.0 / 3), Times.of(2, 1));
    }

    @Test
    void theSpeedIsTheReferencesTimeOverOnesOwn() {
        Contender contender = new Contender("half as fast", 4_000, () -> {});
        Comparison comparison = new Comparison("speed", List.of(contender));
        Measurement measured = Measurement.of(comparison, contender, Times.of(2_000), Times.of(1_000));
        assertEquals(0.5, measured.speedByBest());
        assertEquals(0.5, measured.speedByMedian());
        assertEquals(2.0, measured.gigabytesPerSecond(), 1e-9);
    }
}
