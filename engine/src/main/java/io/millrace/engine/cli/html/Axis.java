package io.millrace.engine.cli.html;

import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// An axis of a chart.
///
/// @param label what the axis measures, with the unit
/// @param scale how values become places
/// @param least the value at its beginning; above 0 on a logarithmic axis
/// @param most the value at its end; above `least`
/// @param text writes a value
public record Axis(String label, Scale scale, double least, double most, DoubleFunction<String> text) {
    private static final int STEPS = 5;
    private static final int DECADES_WITH_ALL_LABELS = 6;

    /// How values become places.
    public enum Scale {
        /// Equal differences have equal lengths.
        LINEAR,
        /// Equal ratios have equal lengths.
        LOGARITHMIC
    }

    /// A linear axis from 0 to a round number that is not below `most`.
    public static Axis linear(String label, double most, DoubleFunction<String> text) {
        double step = step(Math.max(most, Double.MIN_NORMAL));
        return new Axis(label, Scale.LINEAR, 0, step * Math.ceil(Math.max(most / step, 1)), text);
    }

    /// A logarithmic axis; it is at least one decade long.
    public static Axis logarithmic(String label, double least, double most, DoubleFunction<String> text) {
        if (most >= 10 * least) {
            return new Axis(label, Scale.LOGARITHMIC, least, most, text);
        }
        double first = decade(least);
        return new Axis(label, Scale.LOGARITHMIC, first, most > 10 * first ? 100 * first : 10 * first, text);
    }

    /// The place of a value, from 0 at the beginning to 1 at the end.
    double place(double value) {
        double inside = Math.clamp(value, least, most);
        return scale == Scale.LINEAR
                ? (inside - least) / (most - least)
                : Math.log(inside / least) / Math.log(most / least);
    }

    /// The values that have a label.
    double[] ticks() {
        if (scale == Scale.LINEAR) {
            double step = step(most);
            return IntStream.rangeClosed(0, (int) Math.rint(most / step)).mapToDouble(i -> i * step).toArray();
        }
        int decades = (int) Math.ceil(Math.log10(most / least));
        double factor = decades > DECADES_WITH_ALL_LABELS ? 100 : 10;
        double first = decade(least) < least ? 10 * decade(least) : least;
        return DoubleStream.iterate(first, tick -> tick <= most * 1.001, tick -> tick * factor).toArray();
    }

    /// 1, 2 or 5 times a power of ten, such that about five steps are as long as the value.
    private static double step(double value) {
        double rough = value / STEPS;
        double power = decade(rough);
        double times = rough / power;
        return power * (times > 5 ? 10 : times > 2 ? 5 : times > 1 ? 2 : 1);
    }

    /// The largest power of ten that is not above the value.
    private static double decade(double value) {
        return Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    }
}
