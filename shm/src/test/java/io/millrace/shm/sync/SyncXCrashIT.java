package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.CrashTrials;
import io.millrace.testing.CrashTrials.Death;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A process is killed at each named point of this package, with one and with three peers that wait
/// for the same thing.
class SyncXCrashIT {
    private static final CrashTrials<Hand.OfJvm> TRIALS = CrashTrials.with(HandMain.class, Hand.OfJvm::new);

    @AfterAll
    static void end() {
        TRIALS.close();
    }

    @Test
    void everyPointOfTheSourcesHasItsCase() throws IOException {
        assertEquals(
                CrashTrials.pointsIn(
                        Path.of("src/main/java/io/millrace/shm/sync"),
                        Path.of("src/main/java/io/millrace/shm/internal/lock")),
                CrashCase.all().stream().map(CrashCase::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aDeathAtAnyPointDelaysNeitherOnePeerNorThree() throws Exception {
        TRIALS.run(CrashCase.all().stream()
                .map(death -> new Death<Hand.OfJvm>(
                        death.point(), (folder, peers) -> new CrashTrial(death, peers, folder).run()))
                .toList());
    }
}
