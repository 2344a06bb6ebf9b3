package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Deaths at named crash points, with one and with three living peers: both groups go through their deaths at the same
/// time, and their peers live as long as the test class.
///
/// With `-Dmillrace.crash.hits=20` each point is hit at least so often, with `-Dmillrace.crash.points=REGEX` only those
/// whose whole name matches.
///
/// @param <P> a peer
public final class CrashTrials<P> implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern POINT = Pattern.compile("CrashPoint\\.hit\\(\"([^\"]+)\"");
    private static final int HITS = Integer.getInteger("millrace.crash.hits", 1);
    private static final String ONLY = System.getProperty("millrace.crash.points", ".*");

    private final MemoryFolder folder = MemoryFolder.create();
    private final List<ChildJvm> jvms;
    private final List<P> peers;

    private CrashTrials(Class<?> main, Function<ChildJvm, P> peer) {
        jvms = IntStream.range(0, 4).mapToObj(_ -> ChildJvm.of(main).start()).toList();
        peers = jvms.stream().map(peer).toList();
        jvms.forEach(jvm -> jvm.expect("ready", LONG));
    }

    /// With peers that run `main`, which says `ready`.
    public static CrashTrials<ChildJvm> with(Class<?> main) {
        return new CrashTrials<>(main, jvm -> jvm);
    }

    /// The same, with something around the JVM of a peer.
    public static <P> CrashTrials<P> with(Class<?> main, Function<ChildJvm, P> peer) {
        return new CrashTrials<>(main, peer);
    }

    /// One death and what must be so after it; gives back how long it took until somebody who lives was done with it.
    public interface Trial<P> {
        /// @param folder of this trial alone, empty and private
        Duration run(Path folder, List<P> peers) throws Exception;
    }

    /// A point and the death there.
    public record Death<P>(String point, Trial<P> trial) {}

    /// How often a test that goes through both numbers of peers by itself is to do so.
    public static int rounds() {
        return (HITS + 1) / 2;
    }

    /// One peer and three, as often as a test is to go through both by itself.
    public static IntStream numbersOfPeers() {
        return IntStream.range(0, rounds()).flatMap(_ -> IntStream.of(1, 3));
    }

    /// The points named in the Java files below `sources`; none may be there twice.
    public static Set<String> pointsIn(Path... sources) throws IOException {
        Set<String> points = new TreeSet<>();
        for (Path folder : sources) {
            addPoints(folder, points);
        }
        return points;
    }

    private static void addPoints(Path sources, Set<String> points) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                for (MatchResult match : POINT.matcher(Files.readString(file)).results().toList()) {
                    assertTrue(points.add(match.group(1)), () -> "named twice: " + match.group(1));
                }
            }
        }
    }

    /// All deaths, with one peer and with three; gives back what the trials gave back.
    public List<Duration> run(List<Death<P>> deaths) throws Exception {
        return run(deaths, rounds(), deaths);
    }

    /// The same, those of `some` also with three peers.
    public List<Duration> run(List<Death<P>> deaths, List<Death<P>> some) throws Exception {
        return run(deaths, HITS, some);
    }

    private List<Duration> run(List<Death<P>> one, int roundsWithOne, List<Death<P>> three) throws Exception {
        List<Duration> durations = new ArrayList<>();
        try (var two = Executors.newFixedThreadPool(2)) {
            List<Future<List<Duration>>> groups = two.invokeAll(List.of(
                    inTurn("one", one, roundsWithOne, peers.subList(0, 1)),
                    inTurn("three", three, rounds(), peers.subList(1, peers.size()))));
            for (Future<List<Duration>> group : groups) {
                durations.addAll(group.get());
            }
        }
        return durations;
    }

    private Callable<List<Duration>> inTurn(String group, List<Death<P>> deaths, int rounds, List<P> peers) {
        return () -> {
            List<Duration> durations = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                for (Death<P> death : deaths) {
                    if (death.point.matches(ONLY)) {
                        durations.add(run(death, folderFor(group, durations.size(), death), peers));
                    }
                }
            }
            return durations;
        };
    }

    private Duration run(Death<P> death, Path own, List<P> peers) {
        try {
            return death.trial.run(own, peers);
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(death.point + " with peers: " + peers.size(), failure);
        }
    }

    private Path folderFor(String group, int number, Death<P> death) throws IOException {
        Path own = Files.createDirectory(folder.file(group + "-" + number + "-" + death.point));
        return Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    }

    /// That the living were done within 500 ms; the slowest few are allowed for what a loaded test machine adds.
    public static void assertSoon(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        int usual = Math.max(0, sorted.size() * 95 / 100 - 1);
        assertTrue(sorted.get(usual).toMillis() <= 500, () -> "after " + sorted);
        assertTrue(sorted.getLast().toMillis() <= 5000, () -> "after " + sorted);
    }

    /// Ends the peers and removes the files; this process must have let go of them.
    @Override
    public void close() {
        jvms.forEach(ChildJvm::close);
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }
}
