package io.millrace.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.spark.cluster.ClusterNode;
import io.millrace.spark.cluster.EventLines;
import io.millrace.spark.cluster.Network;
import io.millrace.spark.cluster.TestCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that lives on behind a cut link.
class CutLinkArraysIT {
    @Test
    void theArraysOfANodeBehindACutLinkAreMadeAgainElsewhere(@TempDir Path folder) {
        try (Network.Link link = Network.link();
                TestCluster cluster = TestCluster.start(folder, link, 1)) {
            ClusterNode far = cluster.node(Network.Link.FAR_NODE);
            try (Application application = Application.start(
                    cluster,
                    folder,
                    Application.submission(Application.jar(folder)).conf("spark.locality.wait", "1s"))) {
                application.awaitExecutors();
                Application.Arrays arrays = application.make();
                long made = arrays.sum();
                String executor = far.executor().id();
                List<Integer> lost = application.partitionsOf(executor);
                Application.Use use = arrays.use();
                use.awaitPlace();
                use.awaitPlace();
                link.cut();
                assertEquals(executor, application.driver().awaitLine(EventLines.EXECUTOR_REMOVED).group("executor"));
                assertTrue(use.finish() >= made + 2 * lost.size());
                link.restore();
                application.end();
            }
            cluster.awaitIdle();
            assertEquals(List.of(), cluster.filesInMemory());
        }
    }
}
