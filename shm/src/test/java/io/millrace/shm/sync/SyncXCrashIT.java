package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A process is killed at each named point of this package, with one and with three peers that wait
/// for the same thing.
class SyncXCrashIT {
    private static final Pattern POINT = Pattern.compile("CrashPoint\\.hit\\(\"([^\"]+)\"");
    private static final MemoryFolder FOLDER = MemoryFolder.create();
    private static final List<Hand.OfJvm> PEERS = new ArrayList<>();

    @BeforeAll
    static void startPeers() {
        for (int count = 0; count < 4; count++) {
            PEERS.add(Hand.OfJvm.start());
        }
        PEERS.forEach(Hand.OfJvm::ready);
    }

    @AfterAll
    static void stopPeers() {
        PEERS.forEach(peer -> peer.jvm().close());
        FOLDER.close();
        LeakCheck.assertClosed(FOLDER.path());
    }

    @Test
    void everyPointOfTheSourcesHasItsCase() throws IOException {
        Set<String> points = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/millrace/shm/sync"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                for (MatchResult match : POINT.matcher(Files.readString(file)).results().toList()) {
                    assertTrue(points.add(match.group(1)), "named twice: " + match.group(1));
                }
            }
        }
        assertEquals(points, CrashCase.all().stream().map(CrashCase::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aDeathAtAnyPointHoldsUpNeitherOnePeerNorThree() throws Exception {
        try (var two = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> groups = two.invokeAll(
                    List.of(everyCase("one", PEERS.subList(0, 1)), everyCase("three", PEERS.subList(1, 4))));
            for (Future<Integer> group : groups) {
                assertEquals(CrashCase.all().size(), group.get());
            }
        }
    }

    private static Callable<Integer> everyCase(String group, List<Hand.OfJvm> peers) {
        return () -> {
            int done = 0;
            for (CrashCase death : CrashCase.all()) {
                if (death.point().matches(System.getProperty("millrace.crashCases", ".*"))) {
                    Path folder = Files.createDirectory(FOLDER.file(group + "-" + done + "-" + death.point()));
                    new CrashTrial(death, peers, folder).run();
                }
                done++;
            }
            return done;
        };
    }
}
