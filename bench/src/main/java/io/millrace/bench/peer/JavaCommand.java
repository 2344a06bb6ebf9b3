package io.millrace.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts other JVMs with the class path of this one.
public final class JavaCommand {
    private JavaCommand() {}

    /// The command of a JVM that starts fast, without the main class.
    public static List<String> of(String... flags) {
        List<String> all = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData"));
        all.addAll(List.of(flags));
        return plain(all.toArray(String[]::new));
    }

    /// The command as a user writes it, without the main class: the flags that Millrace needs and these.
    public static List<String> plain(String... flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /// Starts a command that shares the standard error of this process.
    ///
    /// @throws UncheckedIOException when the command does not exist
    public static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start: " + command.getFirst(), failure);
        }
    }
}
