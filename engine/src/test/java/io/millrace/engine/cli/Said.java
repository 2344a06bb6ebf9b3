package io.millrace.engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a command said and how it ended.
record Said(int code, String out, String err) {

    /// Runs a command in this JVM.
    static Said by(String... arguments) {
        return by(false, arguments);
    }

    /// Runs a command in this JVM as if a person looked at it.
    static Said onTerminal(String... arguments) {
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

    /// Whether it complained in one line and said nothing else.
    boolean isOneComplaint() {
        return out.isEmpty() && err.startsWith("millrace: ") && err.lines().count() == 1;
    }
}
