package io.millrace.engine.cli.top;

import io.millrace.engine.cli.top.ScreenLine.Look;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A section of the screen: rows in columns, the most important rows first.
///
/// @param heads names of the columns; the first one is the title of the section
/// @param alignment a letter for each column: `l` or `r`
/// @param rows by falling importance
record Section(List<String> heads, String alignment, List<Row> rows) {
    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    /// A row.
    ///
    /// @param alert whether the row tells of something dead, stopped or failed
    record Row(boolean alert, List<String> cells) {
        Row {
            cells = cells.stream().map(ScreenText::visible).toList();
        }

        static Row of(boolean alert, String... cells) {
            return new Row(alert, List.of(cells));
        }
    }

    /// Puts rows with an alert first; keeps the order otherwise.
    Section {
        heads = List.copyOf(heads);
        rows = rows.stream().sorted(Comparator.comparing(row -> !row.alert())).toList();
    }

    /// Lines that the whole section takes; none without rows.
    int height() {
        return rows.isEmpty() ? 0 : rows.size() + 1;
    }

    /// The section in at most so many lines, each at most so wide: the heading, rows, and `N more` if
    /// there is no room for all of them.
    List<ScreenLine> lines(int most, int columns) {
        int shown = rows.size() < most ? rows.size() : Math.max(0, most - 2);
        int[] widths = widths(shown, columns);
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(new ScreenLine(line(heads, widths, columns), Look.HEADING));
        for (Row row : rows.subList(0, shown)) {
            lines.add(new ScreenLine(line(row.cells(), widths, columns), row.alert() ? Look.ALERT : Look.ROW));
        }
        if (shown < rows.size() && most > 1) {
            lines.add(new ScreenLine(ScreenText.cut(GAP + (rows.size() - shown) + " more", columns), Look.ROW));
        }
        return lines;
    }

    /// Widths of the columns: as wide as what they show, but the widest ones on the left give way until a
    /// line fits.
    private int[] widths(int shown, int columns) {
        int[] widths = new int[heads.size()];
        int sum = GAP.length() * (widths.length - 1);
        for (int column = 0; column < widths.length; column++) {
            widths[column] = ScreenText.width(heads.get(column));
            for (Row row : rows.subList(0, shown)) {
                widths[column] = Math.max(widths[column], ScreenText.width(row.cells().get(column)));
            }
            sum += widths[column];
        }
        while (sum > columns) {
            int widest = widestText(widths);
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            sum--;
        }
        return widths;
    }

    private int widestText(int[] widths) {
        int widest = 0;
        for (int column = 1; column < widths.length; column++) {
            if (alignment.charAt(column) == 'l' && widths[column] > widths[widest]) {
                widest = column;
            }
        }
        return widest;
    }

    private String line(List<String> cells, int[] widths, int columns) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = ScreenText.cut(cells.get(column), widths[column]);
            String padding = " ".repeat(widths[column] - ScreenText.width(cell));
            line.append(column == 0 ? "" : GAP);
            line.append(alignment.charAt(column) == 'r' ? padding + cell : cell + padding);
        }
        return ScreenText.cut(line.toString().stripTrailing(), columns);
    }
}
