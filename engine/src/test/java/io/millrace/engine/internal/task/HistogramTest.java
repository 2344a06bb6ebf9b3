package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static int binOf(Histogram histogram, double value) {
        long[] counts = histogram.newContainer();
        histogram.accept(counts, value);
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] == 1) {
                return bin;
            }
        }
        return -1;
    }

    @Test
    void everyEdgeBelongsToThePartAboveItAndTheLastToTheLast() {
        for (int bins : new int[] {1, 2, 3, 7, 10, 49, 1000}) {
            Histogram histogram = new Histogram(-0.1, 0.7, bins);
            for (int edge = 0; edge < bins; edge++) {
                double value = -0.1 + edge * ((0.7 - -0.1) / bins);
                assertEquals(edge, binOf(histogram, value), "bins=" + bins);
                assertEquals(edge - 1, binOf(histogram, Math.nextDown(value)), "bins=" + bins);
            }
            assertEquals(bins - 1, binOf(histogram, 0.7));
        }
    }

    @Test
    void whatLiesOutsideIsNotCounted() {
        Histogram histogram = new Histogram(0, 1, 4);
        for (double outside : new double[] {-0.001, 1.001, Double.NaN, Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY}) {
            assertEquals(-1, binOf(histogram, outside));
        }
        assertEquals(0, binOf(histogram, -0.0));
    }

    @Test
    void countsOfPartsAddUp() {
        long seed = System.nanoTime();
        double[] values = new SplittableRandom(seed).doubles(10_000, -1, 2).toArray();
        Histogram histogram = new Histogram(0, 1, 13);
        long[] whole = histogram.newContainer();
        long[] left = histogram.newContainer();
        long[] right = histogram.newContainer();
        for (int i = 0; i < values.length; i++) {
            histogram.accept(whole, values[i]);
            histogram.accept(i < 3_000 ? left : right, values[i]);
        }
        assertArrayEquals(whole, histogram.combine(left, right), () -> "seed=" + seed);
    }

    @Test
    void edgesMustMakeSense() {
        assertThrows(IllegalArgumentException.class, () -> new Histogram(1, 1, 3));
        assertThrows(IllegalArgumentException.class, () -> new Histogram(Double.NaN, 1, 3));
        assertThrows(IllegalArgumentException.class, () -> new Histogram(0, Double.POSITIVE_INFINITY, 3));
        assertThrows(IllegalArgumentException.class, () -> new Histogram(0, 1, 0));
    }
}
