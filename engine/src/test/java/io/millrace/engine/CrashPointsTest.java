package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.internal.job.TaskCrashPoints;
import io.millrace.testing.CrashTrials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A crash point that no test dies at proves nothing.
class CrashPointsTest {
    @Test
    void everyCrashPointOfTheSourcesIsTested() throws IOException {
        Set<String> tested = new TreeSet<>(CrashPoints.OF_WORKERS);
        tested.add(CrashPoints.OF_A_CANCELLED_CHUNK);
        tested.addAll(CrashPoints.OF_SUBMITTERS);
        tested.addAll(CrashPoints.OF_RECOVERERS);
        tested.addAll(CrashPoints.OF_OWNERS);
        tested.addAll(TaskCrashPoints.OF_WORKERS);
        tested.addAll(TaskCrashPoints.OF_SUBMITTERS);
        tested.addAll(TaskCrashPoints.OF_RECOVERERS);
        assertEquals(CrashTrials.pointsIn(Path.of("src/main/java")), tested);
    }
}
