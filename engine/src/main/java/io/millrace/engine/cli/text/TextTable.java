package io.millrace.engine.cli.text;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns, indented by two. Columns of numbers are aligned to the right.
public final class TextTable {
    private static final String GAP = "  ";

    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /// @param alignment a letter for each column: `l` or `r`
    public TextTable(String alignment) {
        this.alignment = alignment;
    }

    /// Adds a row; cells that are left out stay empty.
    public TextTable row(String... cells) {
        if (cells.length > alignment.length()) {
            throw new IllegalArgumentException(
                    "too many cells: cells=%s, columns=%s".formatted(cells.length, alignment.length()));
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[alignment.length()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                boolean right = alignment.charAt(column) == 'r';
                line.append(GAP).append(right ? padding + row.get(column) : row.get(column) + padding);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
