package io.millrace.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Measurements as a table: one line for each, the reference of each comparison first.
///
/// @param head the sizes in words
/// @param sizes the sizes by name, as JSON has them before the measurements
/// @param missing peers that this machine has not
record MeasurementTable(
        String head, Map<String, Object> sizes, List<Measurement> measurements, List<String> missing)
        implements Results {
    private static final String COLUMNS = "%-52s %10s %10s %7s %7s   %s%n";
    private static final String LINE = "  %-50s %7.2f ms %7.2f ms %5.0f %% %7.1f   %.2f  %.2f%n";

    @Override
    public Object json() {
        Map<String, Object> all = new LinkedHashMap<>(sizes);
        all.put("measurements", measurements);
        return all;
    }

    @Override
    public void print(PrintStream out) {
        out.printf("%s%n%n", head);
        out.printf(COLUMNS, "", "median", "best", "spread", "GB/s", "speed (by median, by best)");
        String comparison = "";
        for (Measurement line : measurements) {
            if (!line.comparison().equals(comparison)) {
                comparison = line.comparison();
                out.println(comparison);
            }
            out.printf(
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
        out.printf("%nspeed: relative to the first line of the comparison;"
                + " spread: distance of the quartiles, relative to the median%n");
        if (!missing.isEmpty()) {
            out.println("missing on this machine: " + String.join(", ", missing));
        }
    }
}
