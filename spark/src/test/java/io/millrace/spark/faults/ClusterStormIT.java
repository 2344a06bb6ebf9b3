package io.millrace.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.spark.cluster.ClusterNode;
import io.millrace.spark.cluster.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills one thing in the middle of each of many jobs over the same arrays, and compares the bits of each: a worker of
/// an engine, an executor, a whole node. More of them with `-Dmillrace.clusterStorm.kills=N`.
class ClusterStormIT {
    private static final int KILLS = Integer.getInteger("millrace.clusterStorm.kills", 3);
    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());

    private enum Struck {
        WORKER,
        EXECUTOR,
        NODE
    }

    @Test
    void everyJobGivesTheSameBitsWhateverIsKilled(@TempDir Path folder) {
        System.out.printf("kills=%s, -Dmillrace.seed=%s%n", KILLS, SEED);
        Random random = new Random(SEED);
        try (TestCluster cluster = TestCluster.start(folder)) {
            try (Application application = Application.start(
                    cluster,
                    folder,
                    Application.submission(Application.jar(folder)).conf("spark.locality.wait", "1s"))) {
                application.awaitExecutors();
                Application.Arrays arrays = application.make();
                for (int kill = 0; kill < KILLS; kill++) {
                    Struck struck = Struck.values()[(kill + random.nextInt(2)) % Struck.values().length];
                    Application.Use use = arrays.use();
                    for (int places = random.nextInt(3); places > 0; places--) {
                        use.pass(use.awaitPlace());
                    }
                    kill(application, struck, use.awaitPlace());
                    use.finish();
                }
                arrays.sum();
                application.end();
            }
            cluster.awaitIdle();
            assertEquals(List.of(), cluster.filesInMemory());
        }
    }

    private static void kill(Application application, Struck struck, Application.Place place) {
        ClusterNode node = place.node();
        List<Path> left = node.filesInMemory();
        switch (struck) {
            case WORKER -> ProcessHandle.of(place.worker()).orElseThrow().destroyForcibly();
            case EXECUTOR -> node.executor().kill();
            case NODE -> {
                node.kill();
                node.start();
            }
        }
        if (struck != Struck.WORKER) {
            application.awaitSwept(left);
        }
    }
}
