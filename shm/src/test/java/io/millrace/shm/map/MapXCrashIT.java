package io.millrace.shm.map;

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

/// A process is killed at each named point of a map, with one and with three living peers at work on it.
/// Nothing is torn, no addition is lost or doubled, no row stays taken.
class MapXCrashIT {
    private static final CrashTrials<ChildJvm> TRIALS = CrashTrials.with(MapPeer.class);

    @AfterAll
    static void end() {
        TRIALS.close();
    }

    @Test
    void everyPointOfTheSourcesHasItsScenario() throws IOException {
        Path sources = Path.of("src/main/java/io/millrace/shm");
        Set<String> points = CrashTrials.pointsIn(sources.resolve("internal/map"), sources.resolve("map"));
        assertEquals(points, MapScenario.allPoints().collect(Collectors.toCollection(TreeSet::new)));
    }

    /// The slot of the dead is to be free soon after the kernel let go of it.
    @Test
    void aDeathAtAnyPointLeavesTheOldOrTheNewValueAndAllRows() throws Exception {
        CrashTrials.assertSoon(TRIALS.run(MapScenario.allPoints().map(MapXCrashIT::at).toList()));
    }

    private static Death<ChildJvm> at(String point) {
        return new Death<>(point, (folder, peers) -> new MapTrial(point, folder, peers).run());
    }
}
