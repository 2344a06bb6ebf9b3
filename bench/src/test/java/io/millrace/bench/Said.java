package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.cli.text.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The output and the exit code of `millrace bench` with some words behind it.
public record Said(int code, String out, String err) {

    /// Runs the program in this JVM.
    public static Said by(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int code = Main.run(console, arguments);
        console.flush();
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// The output as JSON, of a run that succeeded.
    public JsonNode json() {
        assertEquals(0, code, err);
        return JsonMapper.shared().readTree(out);
    }

    /// Whether the output is one error message in one line.
    public boolean isOneComplaint() {
        return out.isEmpty() && err.startsWith("millrace: ") && err.lines().count() == 1;
    }
}
