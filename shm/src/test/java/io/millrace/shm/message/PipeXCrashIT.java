package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.crash.Peer;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A process is killed at each named point of a pipe or a broadcast, with one living peer on the file
/// beside the other end and, where it concerns more than that end, with three. What was sent is received, who waits learns of the death,
/// and what is left can be used again.
class PipeXCrashIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern POINT = Pattern.compile("CrashPoint\\.hit\\(\"((pipe|broadcast)[^\"]+)\"");

    private static final MemoryFolder FOLDER = MemoryFolder.create();
    private static final List<ChildJvm> PEERS = new ArrayList<>();

    @BeforeAll
    static void startPeers() {
        for (int count = 0; count < 4; count++) {
            PEERS.add(ChildJvm.of(Peer.class).start());
        }
        PEERS.forEach(peer -> peer.expect("ready", LONG));
    }

    @AfterAll
    static void stopPeers() {
        PEERS.forEach(ChildJvm::close);
        FOLDER.close();
    }

    @Test
    void everyPointOfTheSourcesHasItsScenario() throws IOException {
        Set<String> points = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/millrace/shm/message"))) {
            for (Path file : files.toList()) {
                POINT.matcher(Files.readString(file)).results().forEach(match -> points.add(match.group(1)));
            }
        }
        assertEquals(points, PipeScenario.allPoints().map(PipeScenario::nameOf).collect(Collectors.toCollection(TreeSet::new)));
    }

    /// Whoever waits for the dead knows 500 ms after the kernel let go of it; the slowest few of all
    /// trials are allowed for what a loaded test machine adds.
    @Test
    void aDeathAtAnyPointLeavesNobodyWaitingAndNothingBroken() throws Exception {
        List<Duration> known = new ArrayList<>();
        try (var two = Executors.newFixedThreadPool(2)) {
            List<Future<List<Duration>>> groups = two.invokeAll(List.of(
                    everyPoint("one", PipeScenario.allPoints(), PEERS.subList(0, 1)),
                    everyPoint("three", PipeScenario.pointsThatConcernMany(), PEERS.subList(1, 4))));
            for (Future<List<Duration>> group : groups) {
                known.addAll(group.get());
            }
        }
        known.sort(null);
        int usual = known.size() * 95 / 100 - 1;
        assertTrue(known.get(usual).toMillis() <= 500, () -> "known after " + known);
        assertTrue(known.getLast().toMillis() <= 5000, () -> "known after " + known);
    }

    private static Callable<List<Duration>> everyPoint(String group, Stream<String> points, List<ChildJvm> peers) {
        return () -> {
            List<Duration> known = new ArrayList<>();
            for (String point : points.toList()) {
                Path folder = Files.createDirectory(FOLDER.file(group + "-" + PipeScenario.nameOf(point)));
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                known.add(new PipeTrial(point, folder, peers).run());
            }
            return known;
        };
    }
}
