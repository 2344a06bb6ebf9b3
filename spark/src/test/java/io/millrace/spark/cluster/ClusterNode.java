package io.millrace.spark.cluster;

import io.millrace.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.deploy.worker.Worker;
import org.jspecify.annotations.Nullable;

/// One machine of a [TestCluster]: a Worker of Spark, the executors that it starts, and what these start.
public final class ClusterNode {
    private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
    private static final Duration START = Duration.ofSeconds(60);
    private static final int LINES = 50;
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

    private final TestCluster cluster;
    private final int index;
    private final String host;
    private final Path folder;
    private final Path memory;
    private @Nullable SparkJvm worker;

    ClusterNode(TestCluster cluster, int index, String host, Path folder, Path memory) {
        this.cluster = cluster;
        this.index = index;
        this.host = host;
        this.folder = folder;
        this.memory = memory;
    }

    /// Its address.
    public String host() {
        return host;
    }

    /// Where the engine of this node puts files: its `-Dmillrace.folder`.
    public Path memory() {
        return memory;
    }

    /// Pid of the Worker.
    public long workerPid() {
        return running().pid();
    }

    /// Whether its Worker runs.
    public boolean isAlive() {
        return worker != null && worker.isAlive();
    }

    /// The executors on it, of any application.
    public List<Executor> executors() {
        List<Executor> found = new ArrayList<>();
        for (long pid : processes()) {
            List<String> command = MarkedProcesses.command(pid);
            if (command.contains(EXECUTOR)) {
                found.add(new Executor(pid, argument(command, "--executor-id"), host));
            }
        }
        return found;
    }

    /// The only executor on it; waits until there is one.
    public Executor executor() {
        Await.until("an executor on " + host, START, () -> executors().size() == 1);
        return executors().getFirst();
    }

    /// Pids of all other processes on it than the Worker and its executors: workers of engines.
    public List<Long> engineWorkers() {
        List<Long> others = new ArrayList<>(processes());
        executors().forEach(executor -> others.remove(executor.pid()));
        if (worker != null) {
            others.remove(worker.pid());
        }
        return others;
    }

    /// `kill -9` for all its processes, as if the machine lost power; files in memory stay for the next start to sweep.
    public void kill() {
        MarkedProcesses.kill(TestCluster.NODE_VARIABLE, mark());
        close();
    }

    void close() {
        if (worker != null) {
            worker.close();
        }
    }

    /// Starts its Worker, again after [#kill]. It is registered with the Master afterwards.
    public void start() {
        begin();
        awaitStart();
    }

    void begin() {
        if (isAlive()) {
            throw new IllegalStateException("the Worker runs: host=" + host);
        }
        Path temporary = TestCluster.newFolder(folder.resolve("tmp"));
        TestCluster.newFolder(memory);
        Map<String, String> environment = cluster.environment(host, mark());
        // The launcher of the executors' JVMs, too, reads flags from there.
        environment.put("JDK_JAVA_OPTIONS", "\"-Djava.io.tmpdir=" + temporary + "\" -Dmillrace.folder=" + memory);
        environment.put("SPARK_LOCAL_DIRS", temporary.toString());
        worker = SparkJvm.start(
                new SparkJvm.Setup(cluster.network().command(index), environment, cluster.daemonFlags(), List.of()),
                Worker.class,
                "--host",
                host,
                "--port",
                0,
                "--webui-port",
                0,
                "--cores",
                cluster.coresPerNode(),
                "--memory",
                TestCluster.EXECUTOR_MEMORY,
                "--work-dir",
                TestCluster.newFolder(folder.resolve("work")),
                cluster.masterUrl());
    }

    void awaitStart() {
        running().awaitLine(REGISTERED, START);
    }

    /// Files in memory that are there.
    public List<Path> filesInMemory() {
        return TestCluster.regularFiles(memory);
    }

    /// The last lines of its Worker and of each executor, for messages.
    String story() {
        StringBuilder story = new StringBuilder("node " + host + '\n');
        append(story, worker == null ? List.of() : worker.lines());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.endsWith("stderr")).sorted().toList()) {
                story.append(file).append('\n');
                append(story, Files.readAllLines(file));
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return story.toString();
    }

    private static void append(StringBuilder story, List<String> lines) {
        lines.stream().skip(Math.max(0, lines.size() - LINES)).forEach(line -> story.append(line).append('\n'));
    }

    private List<Long> processes() {
        return MarkedProcesses.with(TestCluster.NODE_VARIABLE, mark());
    }

    private String mark() {
        return cluster.id() + "/" + index;
    }

    private SparkJvm running() {
        if (worker == null) {
            throw new IllegalStateException("the Worker was not started: host=" + host);
        }
        return worker;
    }

    private static String argument(List<String> command, String name) {
        return command.get(command.indexOf(name) + 1);
    }

    /// An executor.
    ///
    /// @param pid of its JVM
    /// @param id in the application
    /// @param host of its node
    public record Executor(long pid, String id, String host) {
        /// `kill -9` for its JVM alone; its children live on.
        public void kill() {
            MarkedProcesses.kill(pid);
        }

        /// Pids of the JVMs that it started, and those started.
        public List<Long> descendants() {
            return ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid)
                    .toList();
        }
    }
}
