package io.millrace.bench.cluster;

import io.millrace.bench.peer.Samples;
import io.millrace.shm.FileAccessException;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Spark of one node on this machine, with one executor that has all cores: a JVM of its own, as in any cluster.
///
/// Master and Worker are in the driver's JVM (`local-cluster`), where they have nothing to do while jobs run.
final class SparkNode implements AutoCloseable {
    private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
    private static final String LAUNCHER = "org.apache.spark.launcher.Main";

    /// What Spark's launcher prints in front of a command.
    private static final String COMMAND_BEGINS = "\0\n";

    private static final String FIGURE = "figure ";
    private static final String DRIVER_LOG = "driver.log";
    private static final int LINES = 40;

    private final Path home;
    private final String application;
    private final List<String> product;
    private final Path folder;
    private final Map<String, String> conf = new LinkedHashMap<>();
    private final Thread stopped = new Thread(this::remove);
    private @Nullable Process running;
    private int cores = 1;
    private int executorMebibytes;

    private SparkNode(Path home, String application, List<String> product, Path folder) {
        this.home = home;
        this.application = application;
        this.product = product;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(stopped);
    }

    /// @param build folder of what the build of module `spark` has made
    /// @param sparkHome a Spark
    /// @throws FileAccessException something is not there
    static SparkNode of(Path build, Path sparkHome) {
        Path jars = sparkHome.resolve("jars");
        Path submission = build.resolve("bench", "cluster.properties");
        Stream.of(submission, jars).filter(path -> !Files.exists(path)).findFirst().ifPresent(missing -> {
            throw new FileAccessException("missing: %s, of Apache Spark or of the build of module spark; in a checkout"
                    .formatted(missing)
                    + " make both by mvn -q -B -pl bench,spark -am pre-integration-test -DskipTests, or give --build"
                    + " and --spark-home");
        });
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(submission)) {
            properties.load(reader);
            SparkNode node = new SparkNode(
                    sparkHome,
                    properties.getProperty("application"),
                    List.of(properties.getProperty("product").split(File.pathSeparator)),
                    Files.createTempDirectory("millrace-spark-"));
            node.linkHome();
            return node;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Spark writes into its home folder, so it gets one that goes away.
    private void linkHome() throws IOException {
        Files.createSymbolicLink(folder.resolve("jars"), home.resolve("jars").toAbsolutePath());
        Path release = home.resolve("RELEASE");
        if (Files.exists(release)) {
            Files.createSymbolicLink(folder.resolve("RELEASE"), release.toAbsolutePath());
        }
        Files.createDirectory(folder.resolve("conf"));
    }

    SparkNode cores(int number) {
        cores = number;
        return this;
    }

    int cores() {
        return cores;
    }

    SparkNode executorMemory(int mebibytes) {
        executorMebibytes = mebibytes;
        return this;
    }

    /// Adds properties of Spark, which precede all others.
    SparkNode conf(Map<String, String> more) {
        conf.putAll(more);
        return this;
    }

    /// Runs an application and gives the figures that it prints: lines of `figure`, a name and a number.
    ///
    /// @param settings properties of Spark for this application
    /// @throws IllegalStateException it fails
    Samples run(String main, Map<String, ?> settings, Object... arguments) {
        try {
            Process launcher = start(launcherCommand(main, settings, arguments));
            String command = output(launcher);
            int begin = command.indexOf(COMMAND_BEGINS) + COMMAND_BEGINS.length();
            Process driver = start(List.of(command.substring(begin).split("\0")));
            Samples samples = new Samples();
            output(driver).lines().filter(line -> line.startsWith(FIGURE)).forEach(line -> {
                String[] words = line.split(" ");
                samples.add(words[1], Double.parseDouble(words[2]));
            });
            return samples;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Spark's launcher prints the command of a driver, with the flags that Spark needs on this Java.
    private List<String> launcherCommand(String main, Map<String, ?> settings, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder.resolve("jars") + "/*",
                LAUNCHER,
                SUBMIT,
                "--master",
                "local-cluster[1,%d,%d]".formatted(cores, executorMebibytes),
                "--class",
                main,
                "--jars",
                String.join(",", product)));
        Map<String, Object> all = new LinkedHashMap<>(Map.of(
                "spark.plugins", "io.millrace.spark.MillracePlugin",
                "spark.executor.cores", cores,
                "spark.executor.memory", executorMebibytes + "m",
                "spark.driver.memory", "512m",
                "spark.ui.enabled", false,
                "spark.log.level", "WARN"));
        all.putAll(settings);
        all.putAll(conf);
        all.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
        command.add(application);
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(folder.resolve(DRIVER_LOG).toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "SPARK_HOME", folder.toString(),
                        "SPARK_CONF_DIR", folder.resolve("conf").toString(),
                        "SPARK_LOCAL_DIRS", folder.resolve("local").toString(),
                        "SPARK_LOCAL_IP", "127.0.0.1",
                        "SPARK_SCALA_VERSION", "2.13")); // else the Worker looks for folders of a build of Spark
        Process process = builder.start();
        setRunning(process);
        return process;
    }

    private synchronized void setRunning(Process process) {
        running = process;
    }

    private String output(Process process) throws IOException {
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(
                        "Spark has failed: exit=%d; what its logs say:\n%s".formatted(exit, story()));
            }
            return output;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Spark ran", interrupted);
        }
    }

    /// The last lines of the driver and of each executor.
    private String story() throws IOException {
        StringBuilder story = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> logs = files.filter(file -> file.endsWith(DRIVER_LOG) || file.endsWith("stderr"))
                    .sorted()
                    .toList();
            for (Path log : logs) {
                List<String> lines = Files.readAllLines(log).stream()
                        .filter(line -> !line.startsWith("\tat ") && !line.contains(" INFO "))
                        .toList();
                story.append(folder.relativize(log)).append('\n');
                lines.stream().skip(Math.max(0, lines.size() - LINES)).forEach(line -> story.append(line).append('\n'));
            }
        }
        return story.toString();
    }

    /// Ends Spark and removes what it wrote.
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(stopped);
        remove();
    }

    private synchronized void remove() {
        if (running != null) {
            running.destroy();
            running.onExit().join();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
