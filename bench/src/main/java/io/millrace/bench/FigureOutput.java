package io.millrace.bench;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The options of whether a report's figures shall be valid, and how it prints them.
public final class FigureOutput {
    /// What stands below the table of a quick run.
    public static final String NOT_VALID = "--quick only checks that everything runs: these figures are not valid";

    @Option(names = "--json", description = "prints JSON instead of a table")
    private boolean json;

    @Option(names = "--quick", description = "only checks that everything runs: the figures are not valid")
    private boolean quick;

    /// Whether the report does as little as shows that everything runs.
    public boolean isQuick() {
        return quick;
    }

    /// Prints the figures.
    public void print(List<Figure> figures, PrintWriter writer) {
        if (json) {
            writer.println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(figures));
        } else {
            FigureTable.print(figures, writer);
            if (quick) {
                writer.println(NOT_VALID);
            }
        }
        writer.flush();
    }
}
