package io.millrace.engine.cli.metrics;

import java.util.Locale;

/// Writes the text format of OpenMetrics 1.0 (openmetrics.io): families one after another, each with
/// its metadata before its samples.
final class MetricsText {
    private static final String PREFIX = "millrace_";

    private final StringBuilder text = new StringBuilder();
    private String family = "";
    private String suffix = "";

    /// The kinds of families.
    enum Type {
        /// A value that rises and falls.
        GAUGE(""),
        /// A value that only rises, or begins anew at 0.
        COUNTER("_total"),
        /// Facts that do not change, as labels.
        INFO("_info");

        private final String suffix;

        Type(String suffix) {
            this.suffix = suffix;
        }
    }

    /// Begins a family.
    ///
    /// @param name without the prefix and the suffix of the type; ends in the unit if there is one
    /// @param unit such as `bytes`; empty without one
    MetricsText family(Type type, String name, String unit, String help) {
        family = PREFIX + name;
        suffix = type.suffix;
        text.append("# TYPE ").append(family).append(' ').append(type.name().toLowerCase(Locale.ROOT)).append('\n');
        if (!unit.isEmpty()) {
            text.append("# UNIT ").append(family).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(family).append(' ').append(escaped(help)).append('\n');
        return this;
    }

    /// Adds a sample with a whole number to the family.
    ///
    /// @param labels names and values in turns
    MetricsText sample(long value, String... labels) {
        return append(Long.toString(value), labels);
    }

    /// Adds a sample to the family.
    ///
    /// @param labels names and values in turns
    MetricsText sample(double value, String... labels) {
        return append(Double.toString(value), labels);
    }

    private MetricsText append(String value, String... labels) {
        text.append(family).append(suffix);
        for (int at = 0; at < labels.length; at += 2) {
            text.append(at == 0 ? '{' : ',').append(labels[at]);
            text.append("=\"").append(escaped(labels[at + 1])).append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }

    /// The page.
    @Override
    public String toString() {
        return text + "# EOF\n";
    }
}
