package io.millrace.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Figures as a table, one line for each.
public record FigureTable(List<Figure> figures) implements Results {
    private static final double SMALL_RATIO = 0.1;

    @Override
    public Object json() {
        return figures;
    }

    @Override
    public void print(PrintStream out) {
        out.printf(
                "%-46s %14s %14s %7s  %-32s %14s %9s   %s%n",
                "", "median", "best", "spread", "beside", "its median", "ratio", "goal");
        for (Figure figure : figures) {
            out.printf(
                    Locale.ROOT,
                    "%-46s %,14.1f %,14.1f %5.0f %%  %-32s %14s %9s   %s%s%n",
                    figure.name() + ", " + figure.unit(),
                    figure.value(),
                    figure.best(),
                    figure.spread() * 100,
                    figure.peer() == null ? "" : figure.peer(),
                    peerValue(figure),
                    figure.ratio() == null ? "" : ratio(figure.ratio()),
                    figure.goal(),
                    figure.goal().isEmpty() ? "" : verdict(figure.reached()));
        }
    }

    private static String peerValue(Figure figure) {
        if (figure.peer() == null) {
            return "";
        }
        return figure.peerValue() == null ? "missing" : "%,.1f".formatted(figure.peerValue());
    }

    private static String verdict(@Nullable Boolean reached) {
        return reached == null ? ": unknown" : reached ? ": reached" : ": NOT reached";
    }

    private static String ratio(double ratio) {
        return (ratio < SMALL_RATIO ? "%.5f" : "%,.2f").formatted(ratio);
    }
}
