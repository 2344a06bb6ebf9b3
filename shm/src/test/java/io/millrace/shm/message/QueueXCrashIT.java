package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.CrashTrials;
import io.millrace.testing.CrashTrials.Death;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A process is killed at each named point of a queue, with one and with three living peers at work
/// on it. Nothing is lost, nothing is taken twice, no cell stays taken.
class QueueXCrashIT {
    private static final CrashTrials<ChildJvm> TRIALS = CrashTrials.with(QueuePeer.class);

    @AfterAll
    static void end() {
        TRIALS.close();
    }

    @Test
    void everyPointOfTheSourcesHasItsScenario() throws IOException {
        Path sources = Path.of("src/main/java/io/millrace/shm");
        Set<String> points = CrashTrials.pointsIn(sources.resolve("internal/queue"), sources.resolve("message"));
        assertEquals(points, QueueScenario.allPoints().collect(Collectors.toCollection(TreeSet::new)));
    }

    /// The slot of the dead is to be free soon after the kernel let go of it.
    @Test
    void aDeathAtAnyPointNeitherLosesNorDoublesAMessage() throws Exception {
        CrashTrials.assertSoon(TRIALS.run(QueueScenario.allPoints().map(QueueXCrashIT::at).toList()));
    }

    private static Death<ChildJvm> at(String point) {
        return new Death<>(point, (folder, peers) -> new QueueTrial(point, folder, peers).run());
    }
}
