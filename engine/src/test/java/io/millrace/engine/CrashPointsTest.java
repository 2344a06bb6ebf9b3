package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.job.TaskCrashPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A crash point that no test dies at proves nothing.
class CrashPointsTest {
    private static final Pattern HIT = Pattern.compile("CrashPoint\\.hit\\(\"([^\"]+)\"\\)");

    @Test
    void everyPointInTheSourcesIsOneThatTheCrashTestsDieAt() throws IOException {
        Set<String> inSources = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                HIT.matcher(Files.readString(source)).results().forEach(hit -> inSources.add(hit.group(1)));
            }
        }
        Set<String> tested = new TreeSet<>(CrashPoints.OF_WORKERS);
        tested.addAll(CrashPoints.OF_SUBMITTERS);
        tested.addAll(CrashPoints.OF_RECOVERERS);
        tested.addAll(TaskCrashPoints.OF_WORKERS);
        tested.addAll(TaskCrashPoints.OF_SUBMITTERS);
        tested.addAll(TaskCrashPoints.OF_RECOVERERS);
        assertEquals(inSources, tested);
    }
}
