package io.millrace.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// Figures as text: one table, a line for each.
public final class FigureTable {
    private static final double SMALL = 0.1;

    private FigureTable() {}

    /// Prints it.
    public static void print(List<Figure> figures, PrintWriter out) {
        out.printf("%-46s %14s %14s  %-32s %14s %9s   %s%n", "", "median", "best", "beside", "its median", "ratio", "goal");
        for (Figure figure : figures) {
            out.printf(
                    Locale.ROOT,
                    "%-46s %,14.1f %,14.1f  %-32s %14s %9s   %s%s%n",
                    figure.name() + ", " + figure.unit(),
                    figure.value(),
                    figure.best(),
                    figure.peer() == null ? "" : figure.peer(),
                    figure.peerValue() == null ? "" : "%,.1f".formatted(figure.peerValue()),
                    figure.ratio() == null ? "" : ratio(figure.ratio()),
                    figure.goal(),
                    figure.reached() == null ? ": cannot be said" : figure.reached() ? ": reached" : ": NOT reached");
        }
    }

    private static String ratio(double ratio) {
        return (ratio < SMALL ? "%.5f" : "%,.2f").formatted(ratio);
    }
}
