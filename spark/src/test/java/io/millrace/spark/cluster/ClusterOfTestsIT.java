package io.millrace.spark.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The test cluster itself, by an application without Millrace.
class ClusterOfTestsIT {
    private static final List<String> SUM = List.of("sum: 499500");

    @TempDir
    private static Path folder;

    private static TestCluster cluster;
    private static Path jar;

    @TempDir
    private Path files;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(folder);
        jar = AppJar.write(folder.resolve("sum.jar"), SumApp.class);
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

    private FileLatch latch() {
        return FileLatch.at(files.resolve("latch"));
    }

    private Submission sum(int partitions) {
        return Submission.of(jar, SumApp.class).arguments(partitions, latch());
    }

    @Test
    void anApplicationRunsOnBothNodes() {
        try (Driver driver = cluster.submit(sum(4))) {
            assertNotEquals(driver.awaitTask().host(), driver.awaitTask().host());
            assertEquals(2, cluster.executors().size());
            latch().open();
            assertEquals(SUM, driver.awaitSuccess());
        }
    }

    @Test
    void aKilledExecutorIsReplacedAndTheSumIsRight() {
        try (Driver driver = cluster.submit(sum(4))) {
            ClusterNode.Executor executor = driver.awaitTask();
            executor.kill();
            assertEquals(executor.id(), driver.awaitLine(EventLines.EXECUTOR_REMOVED).group("executor"));
            ClusterNode.Executor next = cluster.nodeOf(executor).executor();
            assertNotEquals(executor.pid(), next.pid());
            latch().open();
            assertEquals(SUM, driver.awaitSuccess());
        }
    }

    @Test
    void aKilledNodeIsDoneWithoutAndComesBack() {
        try (Driver driver = cluster.submit(sum(4))) {
            ClusterNode node = cluster.nodeOf(driver.awaitTask());
            node.kill();
            latch().open();
            assertEquals(SUM, driver.awaitSuccess());
            node.start();
            assertTrue(node.isAlive());
        }
    }

    @Test
    void nothingIsLeftOfAnApplicationWhoseDriverIsKilled() {
        try (Driver driver = cluster.submit(sum(4))) {
            driver.awaitTask();
            driver.kill();
        }
        cluster.awaitIdle();
    }
}
