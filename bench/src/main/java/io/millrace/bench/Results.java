package io.millrace.bench;

import java.io.PrintStream;

/// What a report has measured.
public sealed interface Results permits FigureTable, MeasurementTable {
    /// Prints it as a table.
    void print(PrintStream out);

    /// What is printed as JSON instead.
    Object json();
}
