package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.CrashTrials;
import io.millrace.testing.CrashTrials.Death;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A process is killed while it adds to a counter: at each named point, with one and with three living peers
/// that add too, and at any instruction. What it had returned from is counted, once; what it was at is counted
/// whole or not at all.
class CounterXCrashIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int VISITS = 500;
    private static final int KILLS = 20;
    private static final int THREADS = 3;
    /// The points, and how many additions are counted after a death at the visit `VISITS` of it.
    private static final Map<String, Integer> COUNTED = Map.of("counter.adding", VISITS - 1, "counter.added", VISITS);
    private static final CrashTrials<ChildJvm> TRIALS = CrashTrials.with(CounterPeer.class);

    @AfterAll
    static void end() {
        TRIALS.close();
    }

    @Test
    void everyPointOfTheSourcesIsOneOfThese() throws IOException {
        Path sources = Path.of("src/main/java/io/millrace/shm");
        Set<String> points = CrashTrials.pointsIn(sources.resolve("internal/counter"), sources.resolve("data"));
        assertEquals(COUNTED.keySet(), points);
    }

    @Test
    void aDeathAtAPointLeavesAllOfTheAdditionOrNothing() throws Exception {
        TRIALS.run(COUNTED.keySet().stream().map(CounterXCrashIT::at).toList());
    }

    private static Death<ChildJvm> at(String point) {
        return new Death<>(point, (folder, peers) -> {
            die(point, folder, peers);
            return Duration.ZERO;
        });
    }

    private static SharedMemory create(Path file, int threads) {
        SharedMemory memory = SharedMemory.create(file, 1 << 20);
        memory.newCounter("work");
        memory.newLongArray("returned", threads);
        return memory;
    }

    private static void die(String point, Path folder, List<ChildJvm> peers) throws IOException {
        Path log = folder.resolve("crash.log");
        try (SharedMemory memory = create(folder.resolve("counter.mill"), 1)) {
            for (ChildJvm peer : peers) {
                peer.send("work " + memory.file());
                peer.expect("attached", LONG);
            }
            try (ChildJvm mortal = ChildJvm.of(CounterMortal.class, memory.file())
                    .property("millrace.crashPoint", point + "@" + VISITS)
                    .property("millrace.crashLog", log)
                    .start()) {
                assertEquals(ChildJvm.KILLED, mortal.await(LONG), mortal::story);
                assertEquals(List.of(point), Files.readAllLines(log));
            }
            long added = 0;
            for (ChildJvm peer : peers) {
                peer.send("stop");
                added += Long.parseLong(peer.receive(LONG));
            }
            assertTrue(added > 0);
            assertEquals(VISITS - 1, memory.longArray("returned").get(0), point);
            assertEquals(added + COUNTED.get(point) * CounterMortal.DELTA, memory.counter("work").sum(), point);
        }
    }

    /// No addition is torn, so the sum is that of whole ones: what returned, and one more at most for each thread.
    @Test
    void aKillAtAnyInstructionLosesNothingThatReturned() {
        try (MemoryFolder folder = MemoryFolder.create()) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (SharedMemory memory = create(folder.file("kill-" + kill + ".mill"), THREADS)) {
                    killAfter(1000L * kill + 1, memory);
                }
            }
        }
    }

    private static void killAfter(long enough, SharedMemory memory) {
        LongArray returned = memory.longArray("returned");
        try (ChildJvm mortal = ChildJvm.of(CounterMortal.class, memory.file()).start()) {
            Await.until("additions", LONG, () -> additions(returned) >= enough);
            mortal.kill();
            assertEquals(ChildJvm.KILLED, mortal.await(LONG), mortal::story);
        }
        long sum = memory.counter("work").sum();
        long least = additions(returned);
        long counted = sum / CounterMortal.DELTA;
        assertEquals(0, sum % CounterMortal.DELTA, "torn");
        assertTrue(least <= counted && counted <= least + THREADS, () -> counted + " counted, returned: " + least);
    }

    private static long additions(LongArray returned) {
        return LongStream.range(0, returned.length()).map(returned::getVolatile).sum();
    }
}
