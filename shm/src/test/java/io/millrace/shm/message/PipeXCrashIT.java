package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.crash.Peer;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.CrashTrials;
import io.millrace.testing.CrashTrials.Death;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A process is killed at each named point of a pipe or a broadcast, with one living peer on the
/// file beside the other end and, where it concerns more than that end, with three. What was sent
/// is received, who waits learns of the death, and what is left can be used again.
class PipeXCrashIT {
    private static final CrashTrials<ChildJvm> TRIALS = CrashTrials.with(Peer.class);

    @AfterAll
    static void end() {
        TRIALS.close();
    }

    @Test
    void everyPointOfTheSourcesHasItsScenario() throws IOException {
        Set<String> points = CrashTrials.pointsIn(Path.of("src/main/java/io/millrace/shm/internal/ring"));
        assertEquals(points,
                PipeScenario.allPoints().map(PipeScenario::nameOf).collect(Collectors.toCollection(TreeSet::new)));
    }

    /// Whoever waits for the dead knows soon after the kernel let go of it.
    @Test
    void aDeathAtAnyPointLeavesNoThreadWaitingAndNoStateBroken() throws Exception {
        CrashTrials.assertSoon(TRIALS.run(
                deaths(PipeScenario.allPoints()), deaths(PipeScenario.pointsThatConcernMany())));
    }

    private static List<Death<ChildJvm>> deaths(Stream<String> points) {
        return points.map(point -> new Death<ChildJvm>(
                        PipeScenario.nameOf(point), (folder, peers) -> new PipeTrial(point, folder, peers).run()))
                .toList();
    }
}
