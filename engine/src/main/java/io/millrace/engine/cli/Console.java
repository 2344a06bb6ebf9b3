package io.millrace.engine.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// Where a command's words go.
///
/// @param out results
/// @param err complaints, notes and progress
/// @param terminal whether a person looks at `err` while the command runs
record Console(PrintStream out, PrintStream err, boolean terminal) {

    /// The streams of this process.
    static Console ofSystem() {
        java.io.Console console = System.console();
        return new Console(System.out, System.err, console != null && console.isTerminal());
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /// One line about what went wrong.
    void complain(String message) {
        err.println("millrace: " + oneLine(message));
    }

    /// One line that explains, without a failure.
    void note(String message) {
        err.println("note: " + oneLine(message));
    }

    /// Lines side by side; other characters that would move the cursor are replaced.
    static String oneLine(String text) {
        String line = text.lines()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" | "));
        return line.replaceAll("\\p{Cntrl}", "?");
    }

    /// A result as JSON.
    void json(Object value) {
        out.println(Json.write(value));
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
