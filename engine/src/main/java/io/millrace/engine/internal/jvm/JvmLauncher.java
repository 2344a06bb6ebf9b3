package io.millrace.engine.internal.jvm;

import io.millrace.engine.internal.aot.ChildCache;
import io.millrace.engine.internal.aot.ChildJvm;
import io.millrace.engine.internal.worker.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts child JVMs that load the same classes as this JVM, found by [CodePath], with the flags
/// that [JvmFlags] chooses, from a [ChildCache] if there is one.
public final class JvmLauncher {
    private final JvmSetup setup;
    private final String java;
    private final List<String> flags;
    private final CodePath.Program program;
    private final List<String> archives;
    private final ChildCache cache;

    /// @param main the main class of the children
    /// @param vectorModule whether the children compute with the Vector API
    /// @throws IllegalStateException when the class path of this JVM cannot be found out
    /// @throws IllegalArgumentException when `javaHome` of the setup has no `java`
    public JvmLauncher(JvmSetup setup, Class<?> main, boolean vectorModule) {
        this.setup = setup;
        this.java = java(setup.javaHome());
        CodePath path = new CodePath(main);
        List<String> inherited = JvmArguments.ofThisJvm();
        boolean modules = path.isOfModules(setup.classPath());
        this.flags = JvmFlags.of(
                new JvmFlags.Wanted(setup.heapByteSize(), vectorModule, modules, setup.jvmArgs()), inherited);
        this.program = path.arguments(setup.classPath());
        this.archives = JvmFlags.archives(inherited);
        this.cache = modules ? ChildCache.none("Millrace is on the module path") : cache(main);
    }

    private ChildCache cache(Class<?> main) {
        if (setup.environment().keySet().stream().anyMatch(JvmFlags.VARIABLES::contains)) {
            return ChildCache.none("a variable of the options gives flags to children");
        }
        long heap = setup.heapByteSize() > 0 ? setup.heapByteSize() : Runtime.getRuntime().maxMemory();
        List<String> all = new ArrayList<>(flags);
        all.addAll(program.flags());
        return ChildCache.of(new ChildJvm(new File(java), all, program.classPath(), heap), main);
    }

    /// The cache from which the children start.
    public ChildCache cache() {
        return cache;
    }

    private static String java(@Nullable Path javaHome) {
        Path home = javaHome != null ? javaHome : Path.of(System.getProperty("java.home"));
        Path java = home.resolve("bin").resolve("java");
        if (!Files.isExecutable(java)) {
            throw new IllegalArgumentException(
                    "no java there: javaHome=%s, expected=%s; give the home of a JDK 25 or later"
                            .formatted(home, java));
        }
        return java.toString();
    }

    /// Starts one child. Its flags, properties and class path stand in a file that only this user
    /// can read; the command line shows the main class and its arguments, which tell the process
    /// from others.
    ///
    /// @param arguments arguments of the main class
    /// @throws UncheckedIOException when the system cannot start the process
    public JvmChild launch(ProcessIdentity identity, List<String> arguments) {
        requireWorkingDirectory();
        ChildFiles files = new ChildFiles(setup.jvmArgs());
        try {
            List<String> line = new ArrayList<>(List.of(java, files.write(jvmArguments(identity, files))));
            line.addAll(program.main());
            line.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(line);
            if (setup.workingDirectory() != null) {
                builder.directory(setup.workingDirectory().toFile());
            }
            builder.environment().keySet().removeAll(JvmFlags.VARIABLES);
            builder.environment().putAll(setup.environment());
            JvmChild child = new JvmChild(builder, identity.name(), files, setup.output());
            cache.started(child.onExit());
            return child;
        } catch (RuntimeException refused) {
            files.notStarted();
            throw refused;
        }
    }

    private List<String> jvmArguments(ProcessIdentity identity, ChildFiles files) {
        List<String> all = new ArrayList<>(List.of(files.errorFileFlag()));
        List<String> cached = cache.flags();
        all.addAll(cached.isEmpty() ? archives : cached);
        all.addAll(flags);
        all.addAll(identity.flags());
        all.addAll(program.paths());
        return all;
    }

    private void requireWorkingDirectory() {
        Path folder = setup.workingDirectory();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new UncheckedIOException(new IOException(
                    "no such folder: workingDirectory=%s; give an existing one".formatted(folder)));
        }
    }
}
