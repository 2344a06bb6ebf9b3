package io.millrace.bench.page;

import io.millrace.bench.waiting.RecoveryTimes;
import io.millrace.engine.cli.html.Histogram;
import java.util.ArrayList;
import java.util.List;

/// Times from `kill -9` of a process until those that wait for it go on.
final class Recoveries {
    private static final int DIGITS = 3;
    private static final double NANOS_OF_A_MILLI = 1e6;

    private Recoveries() {}

    static List<Histogram> charts(Effort effort) {
        if (effort.kills() == 0) {
            return List.of(chart("From kill -9 of a holder of a lock to the next owner", RecoveryTimes.ofLock(1)));
        }
        List<Histogram> charts = new ArrayList<>();
        charts.add(chart("From kill -9 of a holder of a lock to the next owner", RecoveryTimes.ofLock(effort.kills())));
        charts.add(chart("The same for each kind of object", RecoveryTimes.ofEachKind(effort.kills())));
        return charts;
    }

    private static Histogram chart(String title, double[] millis) {
        org.HdrHistogram.Histogram times = new org.HdrHistogram.Histogram(DIGITS);
        for (double each : millis) {
            times.recordValue((long) (each * NANOS_OF_A_MILLI));
        }
        return Bins.chart(title, times);
    }
}
