package io.millrace.spark.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What `spark-submit` is asked for: an application, its settings and its arguments.
public final class Submission {
    private final Path jar;
    private final String main;
    private final Map<String, String> conf = new LinkedHashMap<>();
    private final List<Path> jars = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();

    /// For JVMs that live seconds. Workers of engines do not inherit them. What makes a cache of classes would outlive
    /// the application.
    private final List<String> executorFlags = new ArrayList<>(
            List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Dmillrace.cache=off"));

    private final List<String> arguments = new ArrayList<>();

    private Submission(Path jar, String main) {
        this.jar = jar;
        this.main = main;
        conf("spark.extraListeners", EventLines.class.getName());
        conf("spark.ui.enabled", "false");
        conf("spark.driver.memory", TestCluster.EXECUTOR_MEMORY);
        conf("spark.executor.memory", TestCluster.EXECUTOR_MEMORY);
        TestCluster.TIMEOUTS.forEach(this::conf);
    }

    /// An application in a jar that [AppJar] or a build made.
    public static Submission of(Path jar, Class<?> main) {
        return of(jar, main.getName());
    }

    /// An application in a jar, by the name of its main class.
    public static Submission of(Path jar, String main) {
        return new Submission(jar, main);
    }

    /// The product: this module's jar and those of the engine, as a user gives them to a cluster.
    public static List<Path> product() {
        String property = System.getProperty("millrace.test.product");
        if (property == null) {
            throw new AssertionError("no -Dmillrace.test.product; the build sets it for tests by failsafe");
        }
        return Arrays.stream(property.split(File.pathSeparator)).map(Path::of).toList();
    }

    /// Sets a property of Spark.
    public Submission conf(String name, Object value) {
        conf.put(name, value.toString());
        return this;
    }

    /// Adds jars that Spark sends to the executors: `--jars`.
    public Submission jars(List<Path> more) {
        jars.addAll(more);
        return this;
    }

    /// Adds to the class path of the driver's and the executors' JVMs: `spark.driver.extraClassPath` and
    /// `spark.executor.extraClassPath`.
    public Submission classPath(List<Path> more) {
        classPath.addAll(more);
        return this;
    }

    /// Adds flags of the driver's JVM.
    public Submission driverFlags(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /// Adds flags of the executors' JVMs, none with a space in it. By default these use the serial collector, the first
    /// compiler alone and no cache of classes; `-XX:TieredStopAtLevel=4` gives them the second compiler back.
    public Submission executorFlags(String... more) {
        executorFlags.addAll(List.of(more));
        return this;
    }

    /// Adds arguments of the application.
    public Submission arguments(Object... more) {
        Arrays.stream(more).map(Object::toString).forEach(arguments::add);
        return this;
    }

    List<String> driverFlags() {
        return List.copyOf(flags);
    }

    List<Path> driverClassPath() {
        return List.copyOf(classPath);
    }

    /// Arguments of `SparkSubmit`.
    ///
    /// @param defaults properties that the submission itself precedes
    List<String> command(Map<String, String> defaults) {
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.putAll(conf);
        String flags = String.join(" ", executorFlags);
        all.merge("spark.executor.extraJavaOptions", flags, (own, ours) -> ours + " " + own);
        if (!classPath.isEmpty()) {
            all.put("spark.executor.extraClassPath", joined(classPath, File.pathSeparator));
        }
        List<String> command = new ArrayList<>(List.of("--deploy-mode", "client", "--class", main));
        all.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
        if (!jars.isEmpty()) {
            command.addAll(List.of("--jars", joined(jars, ",")));
        }
        command.add(jar.toString());
        command.addAll(arguments);
        return command;
    }

    private static String joined(List<Path> paths, String separator) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(separator));
    }
}
