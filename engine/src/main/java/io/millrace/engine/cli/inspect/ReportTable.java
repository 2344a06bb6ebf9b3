package io.millrace.engine.cli.inspect;

import io.millrace.engine.cli.html.HtmlTable;
import io.millrace.engine.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/// A table of a report: one list of cells, written as text or as a part of a page.
final class ReportTable {
    private static final double FULL = 100;

    private final String title;
    private final String columns;
    private final String[] heads;
    private final List<String[]> rows = new ArrayList<>();

    /// A table without rows.
    ///
    /// @param title what the table shows, as it stands within a sentence
    /// @param columns a letter for each column: `l` text, `r` number, `s` share, a number from 0 to 1
    /// @param heads names of the columns
    ReportTable(String title, String columns, String... heads) {
        this.title = title;
        this.columns = columns;
        this.heads = heads;
    }

    /// Adds a row with a cell for each column.
    void row(String... cells) {
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    String title() {
        return title;
    }

    /// The title as a heading.
    String heading() {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }

    /// For a page; shares are bars.
    HtmlTable html() {
        HtmlTable table = new HtmlTable(title, columns, heads);
        rows.forEach(table::row);
        return table;
    }

    /// For a terminal; shares are numbers of a hundred.
    TextTable text() {
        TextTable table = new TextTable(columns.replace('s', 'r')).row(heads);
        for (String[] row : rows) {
            String[] cells = row.clone();
            for (int column = 0; column < cells.length; column++) {
                cells[column] = columns.charAt(column) == 's' ? percent(cells[column]) : cells[column];
            }
            table.row(cells);
        }
        return table;
    }

    private static String percent(String share) {
        return (long) Math.floor(Math.clamp(Double.parseDouble(share), 0, 1) * FULL) + " %";
    }
}
