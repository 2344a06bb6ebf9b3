package io.millrace.spark.cluster;

import io.millrace.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/// A JVM with the jars of Spark. Its standard output is read as lines, in order.
final class SparkJvm implements AutoCloseable {
    /// Serves as `SPARK_HOME`; the build makes it.
    static final Path HOME =
            Path.of(System.getProperty("millrace.test.sparkHome", "target/spark-home")).toAbsolutePath();

    private static final String JARS = HOME.resolve("jars") + "/*";

    private final ChildJvm jvm;
    private final List<String> lines = new ArrayList<>();

    private SparkJvm(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /// How it is started.
    ///
    /// @param command in front of the command line, such as `ip netns exec NAME`
    /// @param environment variables beside those of this process
    /// @param flags of the JVM, which precede Spark's own
    /// @param classPath in front of the jars of Spark
    record Setup(List<String> command, Map<String, String> environment, List<String> flags, List<Path> classPath) {}

    static SparkJvm start(Setup setup, Class<?> main, Object... arguments) {
        if (!Files.isRegularFile(HOME.resolve("RELEASE"))) {
            throw new AssertionError("no Spark in " + HOME + "; mvn -pl spark -am -DskipTests pre-integration-test");
        }
        List<String> before = new ArrayList<>(List.of("env"));
        before.add("SPARK_HOME=" + HOME);
        before.add("SPARK_CONF_DIR=" + HOME.resolve("conf"));
        before.add("SPARK_SCALA_VERSION=2.13"); // else Workers look for folders of a build of Spark
        before.add("JAVA_HOME=" + System.getProperty("java.home"));
        setup.environment().forEach((name, value) -> before.add(name + "=" + value));
        before.addAll(setup.command());
        List<Path> classPath = new ArrayList<>(setup.classPath());
        classPath.add(HOME.resolve("conf"));
        classPath.add(Path.of(JARS));
        ChildJvm.Builder builder = ChildJvm.of(main, arguments)
                .by(before.toArray(String[]::new))
                .classPath(classPath.toArray(Path[]::new));
        setup.flags().forEach(builder::flag);
        for (String flag : JavaModuleOptions.defaultModuleOptionArray()) {
            builder.flag(flag);
        }
        return new SparkJvm(builder.start());
    }

    long pid() {
        return jvm.pid();
    }

    boolean isAlive() {
        return jvm.isAlive();
    }

    /// Waits for a line with that in it, behind the last line that was waited for.
    Matcher awaitLine(Pattern pattern, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("no line with '" + pattern + "': " + story());
            }
            String line = jvm.receive(Duration.ofNanos(left));
            lines.add(line);
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
    }

    /// Waits for its end and gives back the exit code.
    int await(Duration limit) {
        return jvm.await(limit);
    }

    /// `kill -9`.
    void kill() {
        jvm.kill();
    }

    /// Its lines on standard output up to now; all of them once it was closed.
    List<String> lines() {
        lines.addAll(jvm.rest());
        return List.copyOf(lines);
    }

    /// For messages.
    String story() {
        return jvm.story() + "\noutput:\n" + String.join("\n", lines());
    }

    @Override
    public void close() {
        jvm.close();
    }
}
