package io.millrace.engine.internal.jvm;

import io.millrace.engine.internal.aot.ChildCache;
import io.millrace.engine.internal.aot.ChildJvm;
import io.millrace.engine.internal.worker.ArgumentFile;
import io.millrace.engine.internal.worker.ChildFolder;
import io.millrace.engine.internal.worker.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts child JVMs that load the same classes as this JVM, found by [CodePath], with the flags
/// that [JvmFlags] chooses, from a [ChildCache] if there is one.
public final class JvmLauncher {
    private final JvmSetup setup;
    private final String java;
    private final Class<?> main;
    private final CodePath path;
    private final boolean vectorModule;
    private @Nullable Common common;

    /// What all children have in common.
    private record Common(
            List<String> flags, CodePath.Program program, List<String> archives, ChildCache cache) {}

    /// Checks the setup; the rest is done by [#prepare] or the first [#launch].
    ///
    /// @param main the main class of the children
    /// @param vectorModule whether the children compute with the Vector API
    /// @throws IllegalStateException when the class path of this JVM cannot be found out
    /// @throws IllegalArgumentException when `javaHome` of the setup has no `java`, or the system cannot
    ///         pass on an argument or a variable
    /// @throws UncheckedIOException when the working directory is missing, or a variable is too long
    /// @throws io.millrace.shm.MissingJvmFlagException when this runtime cannot tell its flags
    public JvmLauncher(JvmSetup setup, Class<?> main, boolean vectorModule) {
        this.setup = setup;
        this.java = java(setup.javaHome());
        this.main = main;
        this.path = new CodePath(main);
        this.vectorModule = vectorModule;
        path.requireFindable(setup.classPath());
        JvmArguments.require(ModuleLayer.boot());
        requireWorkingDirectory();
        if (!setup.jvmArgs().isEmpty()) {
            ArgumentFile.of(setup.jvmArgs());
        }
        if (!setup.environment().isEmpty()) {
            StartFailure.requireShort(environment(new ProcessBuilder()));
        }
    }

    /// Finds out what all children have in common and makes the folder for their files, which takes tens of
    /// milliseconds in a fresh JVM. Whatever fails, fails again in [#launch], which throws it.
    public void prepare() {
        try {
            common();
            ChildFolder.own();
        } catch (RuntimeException | LinkageError later) {
            // see above
        }
    }

    private synchronized Common common() {
        Common known = common;
        if (known == null) {
            List<String> inherited = JvmArguments.ofThisJvm();
            boolean modules = path.isOfModules(setup.classPath());
            List<String> flags = JvmFlags.of(
                    new JvmFlags.Wanted(setup.heapByteSize(), vectorModule, modules, setup.jvmArgs()), inherited);
            CodePath.Program program = path.arguments(setup.classPath());
            known = new Common(
                    flags,
                    program,
                    JvmFlags.archives(inherited),
                    modules ? ChildCache.none("Millrace is on the module path") : cache(flags, program));
            common = known;
        }
        return known;
    }

    private ChildCache cache(List<String> flags, CodePath.Program program) {
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
        return common().cache();
    }

    /// The environment of a child.
    private Map<String, String> environment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(JvmFlags.VARIABLES);
        environment.putAll(setup.environment());
        return environment;
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
    /// @throws IllegalStateException when classes of this JVM are missing or broken
    public JvmChild launch(ProcessIdentity identity, List<String> arguments) {
        try {
            return start(identity, arguments);
        } catch (LinkageError broken) {
            throw new IllegalStateException(
                    "cannot start a child JVM: cause=%s; is the jar of Millrace whole?".formatted(broken), broken);
        }
    }

    private JvmChild start(ProcessIdentity identity, List<String> arguments) {
        requireWorkingDirectory();
        Common common = common();
        ChildFiles files = new ChildFiles(setup.jvmArgs());
        try {
            List<String> line = new ArrayList<>(List.of(java, files.write(jvmArguments(identity, common, files))));
            line.addAll(common.program().main());
            line.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(line);
            if (setup.workingDirectory() != null) {
                builder.directory(setup.workingDirectory().toFile());
            }
            environment(builder);
            JvmChild child = new JvmChild(builder, identity.name(), files, setup.output());
            common.cache().started(child.onExit());
            return child;
        } catch (RuntimeException refused) {
            files.notStarted();
            throw refused;
        }
    }

    private List<String> jvmArguments(ProcessIdentity identity, Common common, ChildFiles files) {
        List<String> all = new ArrayList<>(List.of(files.errorFileFlag()));
        List<String> cached = common.cache().flags();
        all.addAll(cached.isEmpty() ? common.archives() : cached);
        all.addAll(common.flags());
        all.addAll(identity.flags());
        all.addAll(common.program().paths());
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
