package io.millrace.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// Prints a report as a table: one line for each measurement, the reference of each comparison
/// first.
final class ReportTable {
    private static final String HEAD = "%-52s %10s %10s %7s %7s   %s%n";
    private static final String LINE = "  %-50s %7.2f ms %7.2f ms %5.0f %% %7.1f   %.2f  %.2f%n";

    private ReportTable() {}

    static void print(MemoryLimitReport.Report report, PrintWriter writer) {
        writer.printf(
                Locale.ROOT,
                "%,d doubles (%,d MB an array), %d workers, %s kernels, C loops for %s; %d rounds in turns%n%n",
                report.elements(),
                report.elements() * Double.BYTES / 1_000_000,
                report.workers(),
                report.kernel(),
                report.isa(),
                report.rounds());
        lines(report.measurements(), writer);
    }

    static void lines(List<Measurement> measurements, PrintWriter writer) {
        writer.printf(HEAD, "", "median", "best", "spread", "GB/s", "speed (by median, by best)");
        String comparison = "";
        for (Measurement line : measurements) {
            if (!line.comparison().equals(comparison)) {
                comparison = line.comparison();
                writer.println(comparison);
            }
            writer.printf(
                    Locale.ROOT,
                    LINE,
                    line.name(),
                    line.times().medianSeconds() * 1e3,
                    line.times().bestSeconds() * 1e3,
                    line.times().spread() * 100,
                    line.gigabytesPerSecond(),
                    line.speedByMedian(),
                    line.speedByBest());
        }
        writer.printf("%nspeed: relative to the first line of the comparison;"
                + " spread: distance of the quartiles, relative to the median%n");
    }
}
