package io.millrace.engine.cli.html;

import io.millrace.engine.cli.text.Count;

/// Numbers in charts: about three digits, and a prefix of the unit.
public final class Quantity {
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};
    private static final String[] PREFIXES = {"", " k", " M", " G", " T"};

    private Quantity() {}

    /// A time: `1.25 µs`.
    ///
    /// @param nanos at least 0
    public static String nanos(double nanos) {
        int unit = scale(nanos, TIMES.length);
        return digits(nanos / Math.pow(1000, unit)) + " " + TIMES[unit];
    }

    /// A number: `64 M`.
    ///
    /// @param number at least 0
    public static String compact(double number) {
        int unit = scale(number, PREFIXES.length);
        return digits(number / Math.pow(1000, unit)) + PREFIXES[unit];
    }

    private static int scale(double number, int units) {
        int unit = 0;
        for (double rest = number; rest >= 999.5 && unit < units - 1; rest /= 1000) {
            unit++;
        }
        return unit;
    }

    private static String digits(double number) {
        String text = Count.fixed(number, number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
