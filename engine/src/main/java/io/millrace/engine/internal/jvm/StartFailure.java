package io.millrace.engine.internal.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Pattern;

/// The message for a child JVM that the system did not start.
final class StartFailure {
    /// `E2BIG` of errno(3), as the JDK writes it: `error=7, ...` or `error: 7 (...)`.
    private static final Pattern TOO_LONG = Pattern.compile("error(=|: )7\\b");

    /// `MAX_ARG_STRLEN` of execve(2).
    private static final long MAX_VARIABLE_BYTES = 32L * 4096;

    private StartFailure() {}

    /// Requires that the system takes each variable of an environment. The limit of the sum depends on the
    /// size of stacks, which only the start itself finds out.
    ///
    /// @throws UncheckedIOException when one is too long
    static void requireShort(Map<String, String> environment) {
        if (environment.entrySet().stream().anyMatch(variable -> byteSize(variable) > MAX_VARIABLE_BYTES)) {
            String reason = tooLong(environment);
            throw new UncheckedIOException(reason, new IOException(reason));
        }
    }

    static String message(ProcessBuilder builder, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        return TOO_LONG.matcher(text).find()
                ? tooLong(builder.environment())
                : "cannot start a child JVM: command=%s, cause=%s; check javaHome and workingDirectory of the options"
                        .formatted(builder.command().getFirst(), text);
    }

    /// The environment is too long: of the command line, everything long stands in an argument
    /// file.
    private static String tooLong(Map<String, String> environment) {
        Map.Entry<String, String> longest = environment.entrySet().stream()
                .max(Comparator.comparingLong(StartFailure::byteSize))
                .orElse(Map.entry("", ""));
        return ("cannot start a child JVM, its environment is too long for the system: longest=%s, byteSize=%s,"
                + " all=%s; Linux allows 128 KiB for one variable and about 2 MiB for all: give long values as system"
                + " properties (jvmArgs of the options) or in the mapped file")
                .formatted(
                        longest.getKey(),
                        byteSize(longest),
                        environment.entrySet().stream().mapToLong(StartFailure::byteSize).sum());
    }

    private static long byteSize(Map.Entry<String, String> variable) {
        String text = variable.getKey() + "=" + variable.getValue();
        return text.getBytes(StandardCharsets.UTF_8).length + 1L;
    }
}
