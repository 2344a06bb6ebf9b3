package io.millrace.engine.pool;

import io.millrace.engine.PoolOptions;
import io.millrace.engine.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Starts worker JVMs with this JVM's class path or modules and the flags of [JvmFlags].
public final class WorkerLauncher {
    private final PoolOptions options;
    private final Path file;
    private final String poolName;
    private final List<String> command;
    private final Path errorFile;

    /// @param file the mapped file
    /// @param workers between how many the heap is divided
    /// @param vectorModule whether workers compute with the Vector API
    public WorkerLauncher(PoolOptions options, Path file, String poolName, int workers, boolean vectorModule) {
        this.options = options;
        this.file = file;
        this.poolName = poolName;
        this.errorFile = Path.of(System.getProperty("java.io.tmpdir"), "millrace-crash-%p.log");
        long heap = options.heapByteSize() > 0
                ? options.heapByteSize()
                : Math.max(64L << 20, Runtime.getRuntime().maxMemory() / workers);
        this.command = new ArrayList<>();
        command.add(java(options.javaHome()));
        command.addAll(JvmFlags.of(heap, errorFile, vectorModule));
        command.addAll(options.jvmArgs());
        command.addAll(mainClass(options.classPath()));
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

    /// From the class path, or from the module path if this class is in a named module.
    private static List<String> mainClass(List<Path> classPath) {
        Module module = WorkerMain.class.getModule();
        if (classPath.isEmpty() && module.isNamed()) {
            return List.of(
                    "--module-path",
                    absolute(System.getProperty("jdk.module.path", "")),
                    "--add-modules",
                    "ALL-MODULE-PATH",
                    "-cp",
                    absolute(System.getProperty("java.class.path", "")),
                    "-m",
                    module.getName() + "/" + WorkerMain.class.getName());
        }
        String given = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String path = given.isEmpty() ? System.getProperty("java.class.path", "") : given;
        if (path.isBlank()) {
            throw new IllegalStateException(
                    "cannot find out the class path for workers: java.class.path is empty; give PoolOptions.classPath");
        }
        return List.of("-cp", absolute(path), WorkerMain.class.getName());
    }

    /// Workers may run in another folder.
    private static String absolute(String path) {
        List<String> entries = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator)) {
            entries.add(entry.isEmpty() ? entry : new File(entry).getAbsolutePath());
        }
        return String.join(File.pathSeparator, entries);
    }

    WorkerProcess launch(int seat) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(file.toString(), poolName, Integer.toString(seat)));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(options.environment());
        Path folder = options.workingDirectory();
        if (folder != null) {
            if (!Files.isDirectory(folder)) {
                throw new UncheckedIOException(new IOException(
                        "no such folder: workingDirectory=%s; give an existing one".formatted(folder)));
            }
            builder.directory(folder.toFile());
        }
        return new WorkerProcess(builder, seat, errorFile, options.output());
    }
}
