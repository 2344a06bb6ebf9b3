package io.millrace.engine.cli.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @Test
    void aLinearAxisEndsAtARoundNumberThatNothingExceeds() {
        assertArrayEquals(new double[] {0, 20, 40, 60, 80}, Axis.linear("", 64, Quantity::compact).ticks());
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, Axis.linear("", 5, Quantity::compact).ticks());
        assertEquals(1, Axis.linear("", 64, Quantity::compact).place(80));
        assertEquals(0.5, Axis.linear("", 64, Quantity::compact).place(40));
    }

    @Test
    void anAxisOfNothingHasAPlaceForZero() {
        assertEquals(0, Axis.linear("", 0, Quantity::compact).place(0));
    }

    @Test
    void aLogarithmicAxisHasALabelForEachDecade() {
        Axis axis = Axis.logarithmic("", 1_000, 64_000_000, Quantity::compact);
        assertArrayEquals(new double[] {1e3, 1e4, 1e5, 1e6, 1e7}, axis.ticks());
        assertEquals(0, axis.place(1_000));
        assertEquals(1, axis.place(64_000_000));
    }

    @Test
    void aLogarithmicAxisIsAtLeastADecadeLong() {
        assertArrayEquals(new double[] {10, 100}, Axis.logarithmic("", 20, 30, Quantity::compact).ticks(), 1e-9);
        Axis acrossADecade = Axis.logarithmic("", 95, 105, Quantity::compact);
        assertArrayEquals(new double[] {10, 100, 1_000}, acrossADecade.ticks(), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns", "1, 1 ns", "999.4, 999 ns", "999.6, 1 µs", "1250, 1.25 µs", "12345678, 12.3 ms", "7e12, 7000 s"
    })
    void timesHaveThreeDigitsAndAUnit(double nanos, String text) {
        assertEquals(text, Quantity.nanos(nanos));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "20, 20", "1000, 1 k", "64000000, 64 M", "1.5e9, 1.5 G"})
    void numbersHaveThreeDigitsAndAPrefix(double number, String text) {
        assertEquals(text, Quantity.compact(number));
    }
}
