package io.millrace.bench.page;

import io.millrace.engine.cli.html.Histogram;
import io.millrace.engine.cli.html.Histogram.Bin;
import io.millrace.engine.cli.html.Histogram.Mark;
import io.millrace.engine.cli.html.Quantity;
import java.util.ArrayList;
import java.util.List;

/// Recorded times as charts: ten bins a decade.
final class Bins {
    private static final int BINS_OF_A_DECADE = 10;
    private static final double MEDIAN = 50;
    private static final double LATE = 99;

    private Bins() {}

    /// @param times nanoseconds; at least one
    static Histogram chart(String title, org.HdrHistogram.Histogram times) {
        List<Bin> bins = new ArrayList<>();
        int first = bin(times.getMinNonZeroValue());
        int last = bin(times.getMaxValue());
        for (int bin = first; bin <= last; bin++) {
            long from = (long) Math.ceil(edge(bin));
            long to = (long) Math.ceil(edge(bin + 1)) - 1;
            bins.add(new Bin(edge(bin), edge(bin + 1), to < from ? 0 : times.getCountBetweenValues(from, to)));
        }
        List<Mark> marks = List.of(
                new Mark("median", times.getValueAtPercentile(MEDIAN)),
                new Mark("p99", times.getValueAtPercentile(LATE)),
                new Mark("longest", times.getMaxValue()));
        return new Histogram(title, "time of one", Quantity::nanos, bins, marks);
    }

    private static int bin(long nanos) {
        return (int) Math.floor(Math.log10(Math.max(nanos, 1)) * BINS_OF_A_DECADE);
    }

    private static double edge(int bin) {
        return Math.pow(10, (double) bin / BINS_OF_A_DECADE);
    }
}
