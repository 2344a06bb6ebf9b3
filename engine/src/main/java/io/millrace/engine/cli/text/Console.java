package io.millrace.engine.cli.text;

import java.io.PrintStream;
import java.util.stream.Collectors;

/// The output streams of a command.
///
/// @param out results
/// @param err error messages, notes and progress
/// @param terminal whether `err` is a terminal
public record Console(PrintStream out, PrintStream err, boolean terminal) {

    /// The streams of this process.
    public static Console ofSystem() {
        java.io.Console console = System.console();
        return new Console(System.out, System.err, console != null && console.isTerminal());
    }

    /// Prints an error message in one line.
    public void complain(String message) {
        err.println("millrace: " + oneLine(message));
    }

    /// Prints a note in one line; a note is no failure.
    public void note(String message) {
        err.println("note: " + oneLine(message));
    }

    /// The text in one line; replaces other characters that would move the cursor.
    public static String oneLine(String text) {
        String line = text.lines()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" | "));
        return line.replaceAll("\\p{Cntrl}", "?");
    }

    /// Prints a result as JSON.
    public void json(Object value) {
        out.println(Json.write(value));
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
