package io.millrace.engine.cli;

import io.millrace.engine.cli.text.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The output and the exit code of a command.
public record Said(int code, String out, String err) {

    /// Runs a command in this JVM.
    public static Said by(String... arguments) {
        return by(false, arguments);
    }

    /// Runs a command in this JVM as on a terminal.
    public static Said onTerminal(String... arguments) {
        return by(true, arguments);
    }

    private static Said by(boolean terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal);
        int code = Main.run(console, arguments);
        console.flush();
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Whether the output is one error message in one line.
    public boolean isOneComplaint() {
        return out.isEmpty() && err.startsWith("millrace: ") && err.lines().count() == 1;
    }
}
