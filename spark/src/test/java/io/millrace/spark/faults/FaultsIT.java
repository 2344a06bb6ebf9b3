package io.millrace.spark.faults;

import static io.millrace.spark.faults.Application.PARTITIONS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.spark.cluster.ClusterNode;
import io.millrace.spark.cluster.EventLines;
import io.millrace.spark.cluster.Submission;
import io.millrace.spark.cluster.TestCluster;
import io.millrace.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What dies in the middle of a job, or between two.
class FaultsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

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

    /// Tasks wait for the executor that has their part, however busy this machine is. A job in whose middle an executor
    /// dies waits for that one, too.
    private static Application submitPatient() {
        return submit(Application.submission(jar).conf("spark.locality.wait", "60s"));
    }

    private static Application submit() {
        return submit(Application.submission(jar).conf("spark.locality.wait", "1s"));
    }

    private static Application submit(Submission submission) {
        Application application = Application.start(cluster, folder, submission);
        application.awaitExecutors();
        return application;
    }

    private static String executorOf(Application application) {
        return application.driver().awaitLine(EventLines.EXECUTOR_REMOVED).group("executor");
    }

    @Test
    void whatAKilledExecutorHeldIsMadeAgainAndNothingElse() {
        try (Application application = submitPatient()) {
            Application.Arrays arrays = application.make();
            assertEquals(2 * PARTITIONS, arrays.sum());
            List<String> parts = arrays.parts();
            assertEquals(2 * PARTITIONS, parts.size());
            assertEquals(2 * PARTITIONS, arrays.sum(), "all parts are there");

            ClusterNode.Executor executor = cluster.node(0).executor();
            List<Integer> lost = application.partitionsOf(executor.id());
            assertFalse(lost.isEmpty() || lost.size() == PARTITIONS, lost::toString);
            List<Path> left = cluster.node(0).filesInMemory();
            executor.kill();
            assertEquals(executor.id(), executorOf(application));
            application.awaitSwept(left);
            assertEquals(2 * PARTITIONS + 2 * lost.size(), arrays.sum());
            List<String> again = Stream.of("derived ", "element ")
                    .flatMap(kind -> lost.stream().map(partition -> kind + partition))
                    .toList();
            assertEquals(Stream.concat(parts.stream(), again.stream()).sorted().toList(), arrays.parts());
            application.end();
        }
    }

    @Test
    void aJobGoesOnWhenAnExecutorOrAWorkerOfItsEngineIsKilled() {
        try (Application application = submit()) {
            Application.Arrays arrays = application.make();
            assertEquals(2 * PARTITIONS, arrays.sum());

            Application.Use killsWorker = arrays.use();
            Application.Place place = killsWorker.awaitPlace();
            long executor = place.node().executor().pid();
            kill(place.worker());
            assertTrue(killsWorker.finish() >= 2 * PARTITIONS);
            assertEquals(executor, place.node().executor().pid());

            Application.Use killsExecutor = arrays.use();
            ClusterNode node = killsExecutor.awaitPlace().node();
            ClusterNode.Executor killed = node.executor();
            List<Integer> lost = application.partitionsOf(killed.id());
            List<Path> left = node.filesInMemory();
            killed.kill();
            assertEquals(killed.id(), executorOf(application));
            application.awaitSwept(left);
            assertTrue(killsExecutor.finish() >= 2 * PARTITIONS + 2 * lost.size());
            assertNotEquals(killed.pid(), node.executor().pid());
            application.end();
        }
    }

    @Test
    void partsOfClosedArraysGoFromMemoryWhileTheApplicationRuns() {
        try (Application application = submitPatient()) {
            Application.Arrays stays = application.make();
            stays.sum();
            assertEquals(2 * PARTITIONS, regions());
            Application.Arrays closed = application.make();
            closed.sum();
            assertEquals(4 * PARTITIONS, regions());
            closed.close();
            Await.until("the parts are gone", SOON, () -> regions() == 2 * PARTITIONS);
            assertEquals(4 * PARTITIONS, stays.sum());
            stays.closeInUse();
            Await.until("all parts are gone", SOON, () -> regions() == 0);
            application.end();
        }
    }

    private static int regions() {
        return cluster.nodes().stream().mapToInt(node -> Regions.of(node).size()).sum();
    }

    @Test
    void aKilledNodeIsDoneWithoutAndSweptWhenItComesBack() {
        try (Application application = submit()) {
            Application.Arrays arrays = application.make();
            arrays.sum();
            Application.Use use = arrays.use();
            ClusterNode node = use.awaitPlace().node();
            String executor = node.executor().id();
            List<Integer> lost = application.partitionsOf(executor);
            node.kill();
            List<Path> left = node.filesInMemory();
            assertEquals(executor, executorOf(application));
            assertTrue(use.finish() >= 2 * PARTITIONS + 2 * lost.size());

            node.start();
            application.awaitSwept(left);
            application.make().sum();
            application.end();
        }
    }

    @Test
    void nothingIsLeftWhenTheDriverIsKilledWhileFunctionsHang() {
        try (Application application = submit()) {
            Application.Arrays arrays = application.make();
            arrays.sum();
            Application.Use use = arrays.use();
            use.awaitPlace();
            use.awaitPlace();
            application.driver().kill();
            cluster.awaitIdle();
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
