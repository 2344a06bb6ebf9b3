package io.millrace.engine.internal.jvm;

import io.millrace.engine.internal.worker.ChildFolder;
import io.millrace.engine.internal.worker.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts child JVMs that load the same classes as this JVM, found by [CodePath], with the flags
/// that [JvmFlags] chooses.
public final class JvmLauncher {
    private final JvmSetup setup;
    private final String java;
    private final CodePath path;
    private final boolean vectorModule;
    private @Nullable Common common;

    /// What all children have in common.
    private record Common(List<String> flags, CodePath.Program program) {}

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
            JvmFlags.Wanted wanted = new JvmFlags.Wanted(
                    setup.heapByteSize(), vectorModule, path.isOfModules(setup.classPath()), setup.jvmArgs());
            known = new Common(
                    JvmFlags.of(wanted, JvmArguments.ofThisJvm()), path.arguments(setup.classPath()));
            common = known;
        }
        return known;
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
            return new JvmChild(builder, identity.name(), files, setup.output());
        } catch (RuntimeException refused) {
            files.notStarted();
            throw refused;
        }
    }

    private List<String> jvmArguments(ProcessIdentity identity, Common common, ChildFiles files) {
        List<String> all = new ArrayList<>(List.of(files.errorFileFlag()));
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
