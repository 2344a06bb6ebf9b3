package io.millrace.bench.small;

import io.millrace.bench.peer.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Counts the system calls of a program and its children with strace.
final class SystemCalls {
    private SystemCalls() {}

    /// All system calls of a JVM from its start to its end; null without strace.
    ///
    /// @throws IllegalStateException when the program fails
    static @Nullable Double of(Class<?> main, Object... arguments) {
        Path counts;
        try {
            counts = Files.createTempFile("millrace-calls-", ".txt");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        try {
            List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-c", "-o", counts.toString()));
            command.addAll(JavaCommand.plain());
            command.add(main.getName());
            Stream.of(arguments).map(Object::toString).forEach(command::add);
            return run(command) ? total(Files.readString(counts)) : null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            counts.toFile().delete();
        }
    }

    private static boolean run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.INHERIT)
                    .start();
        } catch (IOException missing) {
            return false;
        }
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("a traced program failed: " + command);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a traced program ran", interrupted);
        }
    }

    /// The column `calls` of the last line, `100.00 0.123456 12 3456 78 total`.
    private static double total(String table) {
        String last = table.lines().reduce((_, line) -> line).orElseThrow().strip();
        return Double.parseDouble(last.split("\\s+")[3]);
    }
}
