package io.millrace.engine.cli.html;

import java.util.ArrayList;
import java.util.List;

/// A table. Columns of numbers are aligned to the right; a column of shares shows bars.
public final class HtmlTable implements HtmlPart {
    private static final double FULL = 100;

    private final String caption;
    private final String columns;
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    /// A table without rows.
    ///
    /// @param caption what the table shows; for screen readers
    /// @param columns a letter for each column: `l` text, `r` number, `s` share, a number from 0 to 1
    /// @param heads names of the columns
    public HtmlTable(String caption, String columns, String... heads) {
        this.caption = caption;
        this.columns = columns;
        this.heads = List.of(heads);
        requireColumns(heads.length);
    }

    /// Adds a row with a cell for each column; an empty cell of a share stays empty.
    public HtmlTable row(String... cells) {
        requireColumns(cells.length);
        rows.add(List.of(cells));
        return this;
    }

    private void requireColumns(int cells) {
        if (cells != columns.length()) {
            throw new IllegalArgumentException(
                    "wrong number of cells: cells=%s, columns=%s".formatted(cells, columns.length()));
        }
    }

    @Override
    public void appendTo(StringBuilder html) {
        String label = Markup.escaped(caption);
        html.append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(label)
                .append("\">\n<table>\n<caption>")
                .append(label)
                .append("</caption>\n<thead><tr>");
        for (int column = 0; column < heads.size(); column++) {
            html.append("<th scope=\"col\"").append(kind(column)).append('>');
            html.append(Markup.escaped(heads.get(column))).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int column = 0; column < row.size(); column++) {
                html.append("<td").append(kind(column)).append('>');
                appendCell(html, column, row.get(column));
                html.append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table>\n</div>\n");
    }

    private String kind(int column) {
        return columns.charAt(column) == 'l' ? "" : " class=\"" + columns.charAt(column) + "\"";
    }

    private void appendCell(StringBuilder html, int column, String cell) {
        if (columns.charAt(column) != 's' || cell.isEmpty()) {
            html.append(Markup.escaped(cell));
            return;
        }
        double share = Math.clamp(Double.parseDouble(cell), 0, 1);
        html.append("<span class=\"track\"><span style=\"width:")
                .append(Markup.percent(share))
                .append("\"></span></span> ")
                .append((long) Math.floor(share * FULL))
                .append(" %");
    }
}
