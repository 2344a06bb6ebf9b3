package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Workers are killed before they occupy their worker slots, by a `java` that kills itself when told to:
/// `-Dmillrace.startStorm.seconds=60` makes it long.
@Timeout(300)
class StartStormIT {
    private static final Duration STORM = Duration.ofSeconds(Integer.getInteger("millrace.startStorm.seconds", 6));
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int WORKERS = 3;
    private static final int LENGTH = 100 * 4096 + 77;
    private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();
    private static final List<Integer> SQUARES = ITEMS.stream().map(x -> x * x).toList();

    @TempDir
    Path folder;

    private SharedMemory memory;
    private DoubleArray data;
    private double[] values;
    private long sumBits;

    /// Which starts are killed.
    enum Victims {
        EVERY_ONE("kill -9 $$"),
        EVERY_SECOND_ONE("mkdir $home/odd 2>/dev/null && kill -9 $$; rmdir $home/odd 2>/dev/null"),
        ONE_SEAT_OF_THREE("case \"$words\" in *worker-1*) kill -9 $$ ;; esac");

        private final String script;

        Victims(String script) {
            this.script = script;
        }
    }

    @BeforeEach
    void makeMemory() {
        values = Truth.tameDoubles(LENGTH, 42);
        sumBits = Truth.sumBits(values);
        memory = SharedMemory.temporary(16L << 20);
        data = memory.newDoubleArray("data", LENGTH);
        data.copyFrom(values);
    }

    @AfterEach
    void nobodyIsLeft() {
        Await.until("all gone from the file: " + memory.processes(), LIMIT, () -> memory.processes().size() == 1);
        memory.close();
    }

    /// A home whose `java` runs a script first, while the file `storm` is there.
    private Path home(Victims victims) throws IOException {
        Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                home=%s
                words="$*"
                for word in "$@"; do case "$word" in @*) words="$words $(cat "${word#@}")" ;; esac; done
                if [ -e $home/storm ]; then echo x >> $home/starts; %s; fi
                exec %s "$@"
                """.formatted(folder, victims.script, Path.of(System.getProperty("java.home"), "bin", "java")));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(folder.resolve("storm"));
        return folder;
    }

    private long starts() {
        try {
            Path starts = folder.resolve("starts");
            return Files.exists(starts) ? Files.size(starts) / 2 : 0;
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private PoolOptions options(Victims victims) throws IOException {
        return PoolOptions.defaults()
                .workers(WORKERS)
                .maxAttempts(1_000)
                .javaHome(home(victims))
                .jvmArgs("-XX:TieredStopAtLevel=1");
    }

    @ParameterizedTest
    @EnumSource
    void jobsAreRightWhileStartsAreKilledAndThePoolIsWholeAfterwards(Victims victims) throws IOException {
        try (Pool pool = Pool.start(memory, options(victims))) {
            long end = System.nanoTime() + STORM.toNanos();
            while (System.nanoTime() - end < 0) {
                assertArraysAreRight(pool);
                if (victims != Victims.EVERY_ONE) {
                    assertEquals(SQUARES, pool.mapAll(ITEMS, x -> x * x));
                    if (victims == Victims.EVERY_SECOND_ONE) { // so that others must be started
                        pool.workers().stream().limit(1).forEach(worker ->
                                ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly));
                    }
                }
            }
            PoolStats stats = pool.stats();
            assertTrue(stats.failedStarts() > 0, stats::toString);
            assertTrue(stats.lastStartFailure().orElseThrow().contains("SIGKILL"), stats::toString);
            if (victims == Victims.ONE_SEAT_OF_THREE) {
                Await.until("two are there", LIMIT, () -> pool.stats().ready() == 2);
            }
            if (victims != Victims.EVERY_SECOND_ONE) { // paused: not hundreds a second
                assertTrue(starts() < 30 + STORM.toSeconds() * WORKERS, () -> "starts=" + starts());
                assertEquals(victims == Victims.EVERY_ONE ? WORKERS : 1, stats.slotsWaiting(), stats::toString);
            }
            if (victims == Victims.ONE_SEAT_OF_THREE) {
                pool.runInEachWorker(() -> {}); // the third one runs it when it comes
            }
            Files.delete(folder.resolve("storm"));
            pool.awaitWorkers();
            assertEquals(WORKERS, pool.workers().size());
            assertEquals(0, pool.stats().slotsWaiting());
            assertArraysAreRight(pool);
            assertEquals(SQUARES, pool.mapAll(ITEMS, x -> x * x));
        }
    }

    private void assertArraysAreRight(Pool pool) {
        pool.map(data, DoubleUnaryOp.NEGATE, data);
        pool.map(data, DoubleUnaryOp.NEGATE, data);
        assertEquals(sumBits, Double.doubleToLongBits(pool.reduce(data, Reduction.SUM)));
    }

    /// Without a worker for as long as that, tasks end with one story; it is not the last word.
    @Test
    void aPoolWithoutAnyWorkerFailsWithTheSignalAndTheMemoryAndTriesAgain() throws Exception {
        System.setProperty("millrace.startPatienceMillis", "1000");
        try (Pool pool = Pool.start(memory, options(Victims.EVERY_ONE).heapByteSize(48L << 20))) {
            Job<Integer> waiting = pool.submit(() -> 1);
            WorkerException story = assertThrows(WorkerException.class, () -> pool.mapAll(ITEMS, x -> x));
            for (String words : List.of("no worker has lived for", "SIGKILL", "heapByteSize=50331648")) {
                assertTrue(story.getMessage().contains(words), story::getMessage);
            }
            assertEquals(9, story.signal().orElseThrow());
            assertThrows(Exception.class, waiting::get);
            assertThrows(WorkerException.class, pool::awaitWorkers);
            long before = starts();
            Await.until("a later task tries again", LIMIT, () -> {
                assertThrows(WorkerException.class, () -> pool.mapAll(ITEMS, x -> x));
                return starts() > before;
            });
            Files.delete(folder.resolve("storm"));
            pool.resize(2);
            pool.awaitWorkers();
            assertEquals(2, pool.workers().size());
            assertEquals(SQUARES, pool.mapAll(ITEMS, x -> x * x));
        } finally {
            System.clearProperty("millrace.startPatienceMillis");
        }
    }
}
