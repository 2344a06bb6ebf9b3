package io.millrace.bench.page;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Times a call again and again.
final class Stopwatch {
    private static final int DIGITS = 3;
    private static final int FEWEST_CALLS = 5;
    private static final double MEDIAN = 50;

    private final long nanos;

    /// @param seconds how long a call is repeated, once to warm up and once to be timed
    Stopwatch(double seconds) {
        nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    /// The times of a call in nanoseconds, after as many that are not counted; at least five of each.
    Histogram times(Runnable call) {
        repeat(call);
        return repeat(call);
    }

    /// The median time of a call in nanoseconds.
    double median(Runnable call) {
        return times(call).getValueAtPercentile(MEDIAN);
    }

    private Histogram repeat(Runnable call) {
        Histogram times = new Histogram(DIGITS);
        long end = System.nanoTime() + nanos;
        long now = System.nanoTime();
        for (int calls = 0; calls < FEWEST_CALLS || now - end < 0; calls++) {
            long begin = System.nanoTime();
            call.run();
            now = System.nanoTime();
            times.recordValue(now - begin);
        }
        return times;
    }
}
