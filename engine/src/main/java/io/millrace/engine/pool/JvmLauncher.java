package io.millrace.engine.pool;

import io.millrace.engine.worker.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts child JVMs that find the same classes as this one: those of [CodePath], with the flags of
/// [JvmFlags].
public final class JvmLauncher {
    private final JvmSetup setup;
    private final Path errorFile;
    private final List<String> flags;
    private final List<String> program;

    /// @param main the main class of the children
    /// @param vectorModule whether they compute with the Vector API
    /// @throws IllegalStateException when it cannot be found out where this JVM has its classes from
    public JvmLauncher(JvmSetup setup, Class<?> main, boolean vectorModule) {
        this.setup = setup;
        this.errorFile = Path.of(System.getProperty("java.io.tmpdir"), "millrace-crash-%p.log");
        this.flags = new ArrayList<>(List.of(java(setup.javaHome())));
        flags.addAll(JvmFlags.of(
                new JvmFlags.Wanted(setup.heapByteSize(), errorFile, vectorModule, setup.jvmArgs()),
                ManagementFactory.getRuntimeMXBean().getInputArguments()));
        this.program = new CodePath(main).arguments(setup.classPath());
    }

    private static String java(@Nullable Path javaHome) {
        Path home = javaHome != null ? javaHome : Path.of(System.getProperty("java.home"));
        Path java = home.resolve("bin").resolve("java");
        if (!Files.isExecutable(java)) {
            throw new IllegalArgumentException(
                    "no java there: javaHome=%s, expected=%s; give the home of a JDK 25 or later".formatted(home, java));
        }
        return java.toString();
    }

    /// One more child.
    ///
    /// @param arguments of its main class
    public JvmChild launch(ProcessIdentity identity, List<String> arguments) {
        List<String> line = new ArrayList<>(flags);
        line.addAll(identity.flags());
        line.addAll(program);
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeAll(JvmFlags.VARIABLES);
        builder.environment().putAll(setup.environment());
        Path folder = setup.workingDirectory();
        if (folder != null) {
            if (!Files.isDirectory(folder)) {
                throw new UncheckedIOException(new IOException(
                        "no such folder: workingDirectory=%s; give an existing one".formatted(folder)));
            }
            builder.directory(folder.toFile());
        }
        return new JvmChild(builder, identity.name(), errorFile, setup.output());
    }
}
