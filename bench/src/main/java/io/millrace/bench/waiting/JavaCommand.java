package io.millrace.bench.waiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Other JVMs with the class path of this one.
final class JavaCommand {
    private JavaCommand() {}

    /// The command, to which the main class is to be added.
    static List<String> of(String... flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /// Starts a command whose complaints go where this process's go.
    static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start: " + command.getFirst(), failure);
        }
    }
}
