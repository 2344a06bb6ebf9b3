package io.millrace.spark.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import io.millrace.testing.Await;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.master.Master;

/// A standalone cluster of Spark: a Master and two nodes with a Worker each. Tests of a class share one.
///
/// ```java
/// try (TestCluster cluster = TestCluster.start(folder)) {
///     Path jar = AppJar.write(folder.resolve("app.jar"), MyApp.class);
///     try (Driver driver = cluster.submit(Submission.of(jar, MyApp.class).jars(Submission.product()))) {
///         driver.awaitTask().kill();
///         assertEquals(List.of("sum: 45"), driver.awaitSuccess());
///     }
///     cluster.awaitIdle();
/// }
/// ```
public final class TestCluster implements AutoCloseable {
    /// Of each executor and driver; Spark refuses less than 450 MiB.
    static final String EXECUTOR_MEMORY = "512m";

    /// Says of which cluster a process is.
    static final String VARIABLE = "MILLRACE_TEST_CLUSTER";

    /// Says of which node of which cluster a process is.
    static final String NODE_VARIABLE = "MILLRACE_TEST_NODE";

    /// How long Spark takes to give up what is silent. Lower only together: the interval is at most the time-out, the
    /// heartbeat far below both, and a busy machine delays heartbeats for seconds.
    static final Map<String, String> TIMEOUTS = Map.of(
            "spark.network.timeout", "15s",
            "spark.network.timeoutInterval", "3s",
            "spark.executor.heartbeatInterval", "2s",
            "spark.worker.timeout", "15"); // of Master and Workers: the same, as Workers report four times as often

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Pattern MASTER_URL = Pattern.compile("Starting Spark master at (spark://[0-9.:]+)");
    private static final long NEEDED_MEBIBYTES = Long.getLong("millrace.test.clusterMebibytes", 6 << 10);

    private final String id = UUID.randomUUID().toString();
    private final Path folder;
    private final Network network;
    private final int coresPerNode;
    private final MemoryFolder memory = MemoryFolder.create();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<Driver> drivers = new ArrayList<>();

    /// Where the test's JVM is ended before it closes the cluster.
    private final Thread stopped = new Thread(this::killAll);


    private SparkJvm master;
    private String masterUrl;

    private TestCluster(Path folder, Network network, int coresPerNode) {
        this.folder = folder;
        this.network = network;
        this.coresPerNode = coresPerNode;
        Runtime.getRuntime().addShutdownHook(stopped);
    }

    /// Starts one on the loopback with one core a node. Where there is not enough memory, the test is skipped.
    ///
    /// @param folder for all its files but those in memory; whoever made it removes it
    public static TestCluster start(Path folder) {
        return start(folder, Network.loopback(), 1);
    }

    /// Starts one on that network, which it closes with itself. Each executor has all cores of its node, and each
    /// task all cores of its executor.
    public static TestCluster start(Path folder, Network network, int coresPerNode) {
        requireMemory();
        TestCluster cluster = new TestCluster(folder, network, coresPerNode);
        try {
            cluster.startDaemons();
            return cluster;
        } catch (AssertionError | RuntimeException failed) {
            try (cluster) {
                throw failed;
            }
        }
    }

    private static void requireMemory() {
        try {
            long available = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .sum();
            if (available < NEEDED_MEBIBYTES) {
                String reason = "no cluster is tested: available=%,d MiB of memory, needed=%,d MiB"
                        .formatted(available, NEEDED_MEBIBYTES);
                System.err.println(reason);
                abort(reason);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private void startDaemons() {
        Map<String, String> environment = environment(network.master(), id + "/master");
        master = SparkJvm.start(
                new SparkJvm.Setup(List.of(), environment, daemonFlags(), List.of()),
                Master.class,
                "--host",
                network.master(),
                "--port",
                0,
                "--webui-port",
                0);
        masterUrl = master.awaitLine(MASTER_URL, START).group(1);
        for (String host : network.nodes()) {
            String name = "node-" + nodes.size();
            nodes.add(new ClusterNode(
                    this, nodes.size(), host, newFolder(folder.resolve(name)), memory.path().resolve(name)));
        }
        nodes.forEach(ClusterNode::begin);
        nodes.forEach(ClusterNode::awaitStart);
    }

    /// Where drivers find the Master.
    public String masterUrl() {
        return masterUrl;
    }

    /// The nodes, two of them.
    public List<ClusterNode> nodes() {
        return List.copyOf(nodes);
    }

    /// A node by its number, from 0.
    public ClusterNode node(int index) {
        return nodes.get(index);
    }

    /// The executor of that id, of the only application; waits until it runs.
    public ClusterNode.Executor executor(String executorId) {
        Await.until("an executor " + executorId, START, () -> executors().stream().anyMatch(hasId(executorId)));
        return executors().stream().filter(hasId(executorId)).findFirst().orElseThrow();
    }

    private static Predicate<ClusterNode.Executor> hasId(String executorId) {
        return executor -> executor.id().equals(executorId);
    }

    /// All executors.
    public List<ClusterNode.Executor> executors() {
        return nodes.stream().flatMap(node -> node.executors().stream()).toList();
    }

    /// The node of that executor.
    public ClusterNode nodeOf(ClusterNode.Executor executor) {
        return nodes.stream().filter(node -> node.host().equals(executor.host())).findFirst().orElseThrow();
    }

    /// Submits an application. The driver's files in memory are in [#driverMemory()].
    public Driver submit(Submission submission) {
        Path temporary = newFolder(folder.resolve("tmp"));
        Map<String, String> environment = environment(network.master(), id + "/driver");
        environment.put("SPARK_LOCAL_DIRS", temporary.toString());
        List<String> arguments = new ArrayList<>(List.of("--master", masterUrl));
        arguments.addAll(submission.command(Map.of(
                "spark.driver.host", network.master(),
                "spark.driver.bindAddress", network.master(),
                "spark.executor.cores", Integer.toString(coresPerNode),
                "spark.task.cpus", Integer.toString(coresPerNode))));
        List<String> flags = new ArrayList<>(List.of(
                "-Xmx" + EXECUTOR_MEMORY,
                "-Djava.io.tmpdir=" + temporary,
                "-Dmillrace.folder=" + newFolder(driverMemory())));
        flags.addAll(submission.driverFlags());
        Driver driver = new Driver(
                this,
                SparkJvm.start(
                        new SparkJvm.Setup(List.of(), environment, flags, submission.driverClassPath()),
                        SparkSubmit.class,
                        arguments.toArray()));
        drivers.add(driver);
        return driver;
    }

    /// Where engines of drivers put files.
    public Path driverMemory() {
        return memory.path().resolve("driver");
    }

    /// Waits until nothing of an application is left: no driver, no executor, no worker of an engine.
    public void awaitIdle() {
        try {
            Await.until("no application", IDLE, () -> ofApplications().isEmpty());
        } catch (AssertionError busy) {
            String left = ofApplications().stream()
                    .map(MarkedProcesses::describe)
                    .collect(Collectors.joining("\n"));
            throw new AssertionError("left of applications:\n" + left + "\n" + story(), busy);
        }
    }

    /// Pids of all processes but Master and Workers.
    public List<Long> ofApplications() {
        List<Long> pids = new ArrayList<>(MarkedProcesses.with(VARIABLE, id));
        if (master != null) {
            pids.remove(master.pid());
        }
        nodes.stream().filter(ClusterNode::isAlive).forEach(node -> pids.remove(node.workerPid()));
        return pids;
    }

    /// Files in memory of all nodes and drivers.
    public List<Path> filesInMemory() {
        return regularFiles(memory.path());
    }

    /// The last lines of the Workers and their executors, for messages.
    public String story() {
        return nodes.stream().map(ClusterNode::story).collect(Collectors.joining());
    }

    /// Ends all applications and daemons. `AssertionError`, afterwards, when a process of an application outlived its
    /// driver, or files are left in the memory of a driver or of a node whose Worker still runs.
    @Override
    public void close() {
        try (memory;
                network) {
            try {
                drivers.forEach(Driver::close);
                awaitIdle();
                List<Path> left = new ArrayList<>(regularFiles(driverMemory()));
                nodes.stream().filter(ClusterNode::isAlive).forEach(node -> left.addAll(node.filesInMemory()));
                if (!left.isEmpty()) {
                    throw new AssertionError("left in memory: " + left);
                }
            } finally {
                killAll();
                nodes.forEach(ClusterNode::close);
                if (master != null) {
                    master.close();
                }
                Runtime.getRuntime().removeShutdownHook(stopped);
            }
        }
    }

    private void killAll() {
        MarkedProcesses.kill(VARIABLE, id);
    }

    String id() {
        return id;
    }

    Network network() {
        return network;
    }

    int coresPerNode() {
        return coresPerNode;
    }

    /// What a process of that host and part of the cluster gets.
    Map<String, String> environment(String host, String part) {
        Map<String, String> environment = new HashMap<>();
        environment.put(VARIABLE, id);
        environment.put(NODE_VARIABLE, part);
        environment.put("SPARK_LOCAL_IP", host);
        environment.put("MILLRACE_CACHE", "off"); // what makes a cache outlives the application
        return environment;
    }

    /// Flags of Master and Workers.
    List<String> daemonFlags() {
        List<String> flags = new ArrayList<>(List.of(
                "-Dmillrace.test.log=SYSTEM_OUT",
                "-Dspark.master.rest.enabled=false",
                "-Djava.io.tmpdir=" + newFolder(folder.resolve("tmp"))));
        TIMEOUTS.forEach((name, value) -> flags.add("-D" + name + "=" + value));
        return flags;
    }

    /// Files below a folder, if there is one.
    static List<Path> regularFiles(Path folder) {
        return LeakCheck.files(folder).stream().filter(Files::isRegularFile).toList();
    }

    /// Makes a folder of this user alone, if it is not there.
    static Path newFolder(Path path) {
        try {
            return Files.isDirectory(path)
                    ? path
                    : Files.createDirectory(
                            path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
