package io.millrace.spark.cluster;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A submitted application: the JVM of its driver, in client mode. Closing it kills it.
public final class Driver implements AutoCloseable {
    /// Only a hang reaches it.
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final TestCluster cluster;
    private final SparkJvm jvm;

    Driver(TestCluster cluster, SparkJvm jvm) {
        this.cluster = cluster;
        this.jvm = jvm;
    }

    /// Of its JVM.
    public long pid() {
        return jvm.pid();
    }

    /// Waits for a line on standard output with that in it, behind the last line that was waited for. For what
    /// Spark does, see [EventLines].
    public Matcher awaitLine(Pattern pattern) {
        try {
            return jvm.awaitLine(pattern, LIMIT);
        } catch (AssertionError noLine) {
            throw new AssertionError(cluster.story(), noLine);
        }
    }

    /// Waits until a task runs, behind the last line that was waited for, and gives back its executor.
    public ClusterNode.Executor awaitTask() {
        return cluster.executor(awaitLine(EventLines.TASK_START).group("executor"));
    }

    /// Waits for its end and gives back what it printed, without [EventLines]. An `AssertionError` for another exit
    /// code than 0.
    public List<String> awaitSuccess() {
        int exit = awaitExit();
        jvm.close();
        if (exit != 0) {
            throw new AssertionError("exit " + exit + ": " + jvm.story() + "\n" + cluster.story());
        }
        return output().stream().filter(line -> !line.startsWith("event ")).toList();
    }

    /// Waits for its end and gives back the exit code.
    public int awaitExit() {
        return jvm.await(LIMIT);
    }

    /// All lines on standard output up to now.
    public List<String> output() {
        return jvm.lines();
    }

    /// The last lines on standard error and the output, for messages.
    public String story() {
        return jvm.story();
    }

    /// `kill -9` for its JVM alone.
    public void kill() {
        jvm.kill();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
