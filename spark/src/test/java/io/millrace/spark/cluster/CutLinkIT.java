package io.millrace.spark.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The link that tests cut, by an application without Millrace.
class CutLinkIT {
    @Test
    void aNodeBehindACutLinkIsDoneWithoutUntilTheLinkIsMended(@TempDir Path folder) {
        try (Network.Link link = Network.link();
                TestCluster cluster = TestCluster.start(folder, link, 1)) {
            Path jar = AppJar.write(folder.resolve("sum.jar"), SumApp.class);
            FileLatch latch = FileLatch.at(folder.resolve("latch"));
            try (Driver driver = cluster.submit(Submission.of(jar, SumApp.class).arguments(4, latch))) {
                ClusterNode.Executor far = Stream.of(driver.awaitTask(), driver.awaitTask())
                        .filter(executor -> executor.host().equals(cluster.node(Network.Link.FAR_NODE).host()))
                        .findFirst()
                        .orElseThrow();
                link.cut();
                assertEquals(far.id(), driver.awaitLine(EventLines.EXECUTOR_REMOVED).group("executor"));
                latch.open();
                assertEquals(List.of("sum: 499500"), driver.awaitSuccess());
            }
            link.restore();
        }
    }
}
