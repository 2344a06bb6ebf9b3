package io.millrace.engine.internal.task;

import io.millrace.engine.DoubleCollector;

/// Counts elements in parts of equal width; the edges are `lo + part * ((hi - lo) / bins)`.
///
/// @param lo lower edge of the first part
/// @param hi upper edge of the last part
/// @param bins how many parts
public record Histogram(double lo, double hi, int bins) implements DoubleCollector<long[]> {
    public Histogram {
        if (!(lo < hi) || Double.isInfinite(hi - lo)) {
            throw new IllegalArgumentException(
                    "edges out of order or not finite: lo=%s, hi=%s; give lo below hi".formatted(lo, hi));
        }
        if (bins < 1) {
            throw new IllegalArgumentException("bins out of range: bins=%s; give 1 or more".formatted(bins));
        }
    }

    @Override
    public long[] newContainer() {
        return new long[bins];
    }

    @Override
    public void accept(long[] counts, double value) {
        if (value >= lo && value <= hi) {
            counts[bin(value)]++;
        }
    }

    /// The division may be one part off beside an edge.
    private int bin(double value) {
        int bin = Math.min(bins - 1, (int) ((value - lo) / (hi - lo) * bins));
        if (bin > 0 && value < edge(bin)) {
            return bin - 1;
        }
        return bin < bins - 1 && value >= edge(bin + 1) ? bin + 1 : bin;
    }

    private double edge(int bin) {
        return lo + bin * ((hi - lo) / bins);
    }

    @Override
    public long[] combine(long[] left, long[] right) {
        for (int bin = 0; bin < bins; bin++) {
            left[bin] += right[bin];
        }
        return left;
    }
}
