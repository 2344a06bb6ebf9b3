package io.millrace.spark.faults;

import static io.millrace.spark.faults.Application.PARTITIONS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.spark.cluster.ClusterNode;
import io.millrace.spark.cluster.Driver;
import io.millrace.spark.cluster.EventLines;
import io.millrace.spark.cluster.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where parts lie: on a node that did not have them, on nodes that are too small for all, and without an engine.
class MemoryIT {
    @TempDir
    private static Path folder;

    private static TestCluster cluster;
    private static Path jar;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(folder);
        jar = Application.jar(folder);
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void leavesNothing() {
        cluster.awaitIdle();
        assertEquals(List.of(), cluster.filesInMemory());
    }

    @Test
    void aTaskOnAnotherNodeThanItsPartMakesThePartThere() {
        try (Application application = Application.start(
                cluster, folder, Application.submission(jar).conf("spark.locality.wait", "0"))) {
            application.awaitExecutors();
            Application.Arrays arrays = application.make();
            long made = arrays.sum();
            List<String> parts = arrays.parts();

            // One executor is held in its first task: the other one does all that the held one would have done.
            Application.Use use = arrays.use();
            Application.Place first = use.awaitPlace();
            Application.Place second = use.awaitPlace();
            assertNotEquals(first.node(), second.node());
            String held = first.node().executor().id();
            List<Integer> foreign = new ArrayList<>(application.partitionsOf(held));
            foreign.remove(Integer.valueOf(first.partition()));
            use.pass(second);
            for (int others = 2; others < PARTITIONS; others++) {
                use.pass(use.awaitPlace());
            }
            long after = use.finish();
            List<String> again = new ArrayList<>(arrays.parts());
            parts.forEach(again::remove);
            List<String> expected = new ArrayList<>();
            foreign.forEach(partition -> expected.addAll(List.of("derived " + partition, "element " + partition)));
            assertEquals(expected.stream().sorted().toList(), again);
            assertEquals(made + expected.size(), after);
            application.end();
        }
    }

    @Test
    void arraysThatAreLargerThanTheNodesGiveTheSameBits() {
        try (Application application = Application.start(
                cluster, folder, Application.submission(jar).conf("spark.millrace.memory", "2m"))) {
            application.awaitExecutors();
            Application.Arrays one = application.make();
            Application.Arrays two = application.make();
            for (int round = 0; round < 2; round++) {
                one.sum();
                two.sum();
            }
            assertTrue(one.sum() > 4 * PARTITIONS);

            String told = application.make(1 << 20, 1).failure();
            assertTrue(told.contains("no room for a part on this node: array="), told);
            assertTrue(told.contains("needed=8,388,608 bytes, file=2,097,152 bytes, used by running tasks=0"), told);
            assertTrue(told.contains("give more spark.millrace.memory, or more partitions"), told);
            two.sum();
            application.end();
        }
    }

    @Test
    void aWrongConfigurationFailsTheJobAndNotTheExecutors() {
        try (Application application = Application.start(
                cluster, folder, Application.submission(jar).conf("spark.millrace.workers", 0))) {
            application.awaitExecutors();
            List<Long> executors = cluster.executors().stream().map(ClusterNode.Executor::pid).toList();
            String told = application.make().failure();
            assertTrue(told.contains("could not start: spark.millrace.workers must be at least 1: 0"), told);
            assertEquals(executors, cluster.executors().stream().map(ClusterNode.Executor::pid).toList());
            assertEquals(2, count(application.driver(), EventLines.EXECUTOR_ADDED));
            application.end();
        }
    }

    @Test
    void withoutThePluginTheDriverSaysHowToSubmit() {
        try (Application application =
                Application.start(cluster, folder, Application.submission(jar).conf("spark.plugins", ""))) {
            assertNotEquals(0, application.driver().awaitExit());
            String told = application.driver().story();
            assertTrue(told.contains("submit with --conf spark.plugins=io.millrace.spark.MillracePlugin"), told);
        }
    }

    private static long count(Driver driver, Pattern event) {
        return driver.output().stream().map(event::matcher).filter(Matcher::find).count();
    }
}
