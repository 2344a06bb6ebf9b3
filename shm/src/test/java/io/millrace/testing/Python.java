package io.millrace.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// A `python3` with numpy that finds the package `millrace` of this repository.
public final class Python {
    private static final Path PACKAGE = Path.of("..", "python").toAbsolutePath().normalize();

    /// Says what a user of a file does: `memory` is the attachment.
    private static final Path PEER = Path.of("..", "shm", "src", "test", "python", "peer.py").toAbsolutePath();

    private Python() {}

    /// The folder with the package.
    public static Path folder() {
        return PACKAGE;
    }

    /// Skips the test where there is none, and fails there with `CI=true`.
    public static void require() {
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertFalse(Found.COMMAND.isEmpty(), "python3 with numpy is missing; Debian: python3-numpy");
        }
        Assumptions.assumeFalse(Found.COMMAND.isEmpty(), "python3 with numpy is missing");
    }

    /// A command of it, such as a script with arguments.
    public static ProcessBuilder command(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(Found.COMMAND));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PYTHONPATH", PACKAGE.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().put("OPENBLAS_NUM_THREADS", "1"); // it starts in half the time
        return builder;
    }

    /// A process that answers each line of Python by one line; it is ready.
    ///
    /// @param file what it is attached to, as `memory`; none: to nothing
    public static ChildJvm peer(Path... file) {
        List<Object> arguments = new ArrayList<>(List.of(PEER));
        arguments.addAll(List.of(file));
        ChildJvm peer = ChildJvm.ofProgram(command(arguments.toArray()));
        peer.expect("ready", Hand.LONG);
        return peer;
    }

    private static final class Found {
        static final String COMMAND =
                Stream.of("python3", "/usr/bin/python3").filter(Found::hasNumpy).findFirst().orElse("");

        private static boolean hasNumpy(String command) {
            try {
                return new ProcessBuilder(command, "-c", "import numpy").start().waitFor() == 0;
            } catch (IOException absent) {
                return false;
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }
}
