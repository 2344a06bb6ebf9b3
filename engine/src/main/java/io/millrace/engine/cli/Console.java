package io.millrace.engine.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

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
        err.println("millrace: " + message);
    }

    /// One line that explains, without a failure.
    void note(String message) {
        err.println("note: " + message);
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
