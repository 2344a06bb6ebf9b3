package io.millrace.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.spark.cluster.AppJar;
import io.millrace.spark.cluster.ClusterNode;
import io.millrace.spark.cluster.Driver;
import io.millrace.spark.cluster.EventLines;
import io.millrace.spark.cluster.Submission;
import io.millrace.spark.cluster.TestCluster;
import io.millrace.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An [ArraysApp] on a cluster, as a test sees it.
final class Application implements AutoCloseable {
    /// Partitions of its arrays.
    static final int PARTITIONS = 8;

    private static final long LENGTH = (long) PARTITIONS * Steps.PART_ELEMENTS;
    private static final Pattern REPLY = Pattern.compile("^reply (.*)$");
    private static final Pattern RESULT = Pattern.compile("^result (\\S+) (\\d+)$");
    private static final Duration SWEEP = Duration.ofSeconds(60);
    private static final Expected EXPECTED = Expected.computed();

    private final TestCluster cluster;
    private final Driver driver;
    private final Orders orders;
    private final Path folder;
    private int names;

    /// What one machine computes, in the engine of this JVM.
    private record Expected(long sum, long used) {
        static Expected computed() {
            try (SharedMemory memory = SharedMemory.temporary(16 << 20);
                    Pool pool = Pool.start(
                            memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD))) {
                DoubleArray elements = memory.newDoubleArray("elements", LENGTH);
                pool.generate(elements, Steps::element);
                DoubleArray derived = memory.newDoubleArray("derived", LENGTH);
                pool.map(elements, Steps::derived, derived);
                return new Expected(
                        Double.doubleToRawLongBits(pool.reduce(derived, Reduction.SUM)),
                        Double.doubleToRawLongBits(pool.mapReduce(derived, Steps::used, Reduction.SUM)));
            }
        }
    }

    private Application(TestCluster cluster, Path folder, Driver driver) {
        this.cluster = cluster;
        this.driver = driver;
        this.folder = folder;
        this.orders = new Orders(folder);
    }

    /// The jar of the application.
    static Path jar(Path folder) {
        return AppJar.write(folder.resolve("arrays.jar"), ArraysApp.class, Orders.class, Trace.class, Steps.class);
    }

    /// The application with the plugin; tests add properties.
    static Submission submission(Path jar) {
        return Submission.of(jar, ArraysApp.class)
                .classPath(Submission.product())
                .conf("spark.plugins", "io.millrace.spark.MillracePlugin")
                .conf("spark.millrace.memory", "64m")
                .conf("spark.millrace.workers", 2);
    }

    /// Submits it.
    static Application start(TestCluster cluster, Path folder, Submission submission) {
        try {
            Path orders = Files.createTempDirectory(folder, "orders");
            return new Application(cluster, orders, cluster.submit(submission.arguments(orders)));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    Driver driver() {
        return driver;
    }

    /// Waits until it has an executor on each node.
    void awaitExecutors() {
        cluster.nodes().forEach(_ -> driver.awaitLine(EventLines.EXECUTOR_ADDED));
    }

    /// Waits for the executor that takes the place of a killed one, until it has removed what that left in memory.
    void awaitSwept(List<Path> left) {
        assertFalse(left.isEmpty());
        driver.awaitLine(EventLines.EXECUTOR_ADDED);
        Await.until("swept: " + left, SWEEP, () -> left.stream().noneMatch(cluster.filesInMemory()::contains));
    }

    /// A new array, and the one derived from it.
    Arrays make() {
        return make(LENGTH, PARTITIONS);
    }

    Arrays make(long length, int partitions) {
        String name = "arrays-" + names++;
        Arrays arrays = new Arrays(name, Trace.at(folder.resolve(name)));
        orders.give("make", name, length, partitions, arrays.trace.file());
        assertEquals("done", reply());
        return arrays;
    }

    private String reply() {
        return driver.awaitLine(REPLY).group(1);
    }

    private long made(long bits) {
        String reply = reply();
        Matcher result = RESULT.matcher(reply);
        assertTrue(result.matches(), () -> reply + "\n" + driver.story() + "\n" + cluster.story());
        assertEquals(Long.toHexString(bits), result.group(1));
        return Long.parseLong(result.group(2));
    }

    /// Ends it.
    void end() {
        orders.give("end");
        driver.awaitSuccess();
    }

    @Override
    public void close() {
        driver.close();
    }

    /// An array of the application, and the one derived from it.
    final class Arrays {
        private final String name;
        private final Trace trace;

        private Arrays(String name, Trace trace) {
            this.name = name;
            this.trace = trace;
        }

        /// Which parts were made, in order: the trace of the functions.
        List<String> parts() {
            return trace.lines().stream().sorted().toList();
        }

        /// Has the derived array summed, compares the bits and gives back how many parts the application has made.
        long sum() {
            orders.give("sum", name);
            return made(EXPECTED.sum);
        }

        /// As [#sum] of a job that fails; gives back the message.
        String failure() {
            orders.give("sum", name);
            String reply = reply();
            assertTrue(reply.startsWith("failed "), reply);
            return reply;
        }

        /// Starts a job that waits at a gate.
        Use use() {
            return use("use");
        }

        private Use use(String order) {
            String file = name + "-use-" + names++;
            Use use = new Use(Trace.at(folder.resolve(file)), folder.resolve(file + "-gate"));
            orders.give(order, name, use.trace.file(), use.gates);
            return use;
        }

        /// Closes both in the middle of a job, and compares its bits.
        void closeInUse() {
            use("closeInUse").result();
        }

        void close() {
            orders.give("close", name);
            assertEquals("done", reply());
        }
    }

    /// A job with a function that waits at a gate in each partition.
    final class Use {
        private final Trace trace;
        private final Path gates;
        private int seen;

        private Use(Trace trace, Path gates) {
            this.trace = trace;
            this.gates = gates;
        }

        /// Waits until the function waits in one more partition, and gives back where.
        Place awaitPlace() {
            String[] words = trace.awaitMoreThan(seen).get(seen).split(" ");
            seen++;
            long pid = Long.parseLong(words[1]);
            return new Place(
                    Integer.parseInt(words[0]),
                    cluster.nodes().stream()
                            .filter(node -> node.engineWorkers().contains(pid))
                            .findFirst()
                            .orElseThrow(),
                    pid);
        }

        /// Lets the function of that place pass.
        void pass(Place place) {
            Steps.gate(gates, place.partition()).open();
        }

        /// Lets all pass, compares the bits and gives back how many parts the application has made.
        long finish() {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Steps.gate(gates, partition).open();
            }
            return result();
        }

        private long result() {
            return made(EXPECTED.used);
        }
    }

    /// Where a function waits.
    ///
    /// @param worker pid of the engine's worker
    record Place(int partition, ClusterNode node, long worker) {}

    /// In which executor each partition was done last, by the lines of the driver up to now.
    Map<Integer, String> executors() {
        Map<Integer, String> executors = new TreeMap<>();
        for (String line : driver.output()) {
            Matcher end = EventLines.TASK_END.matcher(line);
            if (end.find()) {
                executors.put(Integer.valueOf(end.group("partition")), end.group("executor"));
            }
        }
        return executors;
    }

    /// The partitions that were done last in that executor.
    List<Integer> partitionsOf(String executor) {
        return executors().entrySet().stream()
                .filter(entry -> entry.getValue().equals(executor))
                .map(Map.Entry::getKey)
                .toList();
    }
}
