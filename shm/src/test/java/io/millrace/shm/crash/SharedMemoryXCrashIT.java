package io.millrace.shm.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.CrashTrials;
import io.millrace.testing.CrashTrials.Death;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A process is killed at each named point, with one and with three living peers at work on the
/// same file. The peers go on, the slot is free again, no space is lost, and no file is left.
class SharedMemoryXCrashIT {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final CrashTrials<ChildJvm> TRIALS = CrashTrials.with(Peer.class);

    @AfterAll
    static void end() {
        TRIALS.close();
    }

    /// Those of locks, queues, rings, maps, counters and waits for several things have crash tests of their own.
    @Test
    void everyPointOfTheSourcesHasItsScenario() throws IOException {
        Set<String> points = CrashTrials.pointsIn(SOURCES);
        for (String elsewhere : List.of("sync", "internal/lock", "message", "internal/queue", "internal/ring",
                "internal/map", "internal/counter", "internal/wait")) {
            points.removeAll(CrashTrials.pointsIn(SOURCES.resolve("io/millrace/shm").resolve(elsewhere)));
        }
        Set<String> covered = new TreeSet<>();
        for (Scenario scenario : Scenario.values()) {
            covered.addAll(scenario.points());
        }
        assertEquals(points, covered);
    }

    /// The slot of the dead is to be free soon after the kernel let go of it.
    @Test
    void aDeathAtAnyPointBlocksNeitherOnePeerNorThree() throws Exception {
        CrashTrials.assertSoon(
                TRIALS.run(Stream.of(Scenario.values()).flatMap(SharedMemoryXCrashIT::deaths).toList()));
    }

    private static Stream<Death<ChildJvm>> deaths(Scenario scenario) {
        return scenario.points().stream().map(point -> new Death<>(
                point, (folder, peers) -> new Trial(scenario, point, folder, peers).run()));
    }
}
