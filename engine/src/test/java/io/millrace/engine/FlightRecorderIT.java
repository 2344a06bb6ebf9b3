package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FlightRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The Flight Recorder sees jobs, chunks, tasks and the deaths of workers; without it, and in a runtime that does
/// not have it, nothing of it is there.
@Timeout(120)
class FlightRecorderIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LENGTH = 515 * 4096 + 17;
    private static final int MOST_ROUNDS = 1_000;
    private static final Pattern LOADED = Pattern.compile("\\[class,load] (\\S+) source:");

    @TempDir
    Path folder;

    private static PoolOptions threads() {
        return PoolOptions.defaults().workerKind(WorkerKind.THREAD).workers(2);
    }

    @Test
    void aJobAndItsChunksHaveOneNumberAndTheSameElements() {
        try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                FlightRecords records = new FlightRecords("Job", "Chunk");
                Pool pool = Pool.start(memory, threads())) {
            var data = memory.newLongArray("data", LENGTH);
            pool.fill(data, 3);
            pool.map(data, LongUnaryOp.SQUARE, data);
            data.set(LENGTH / 2, Long.MAX_VALUE);
            assertThrows(ArithmeticException.class, () -> pool.map(data, LongUnaryOp.SQUARE_EXACT, data));
            List<RecordedEvent> jobs = records.events("Job");
            assertEquals(
                    List.of("complete", "complete", "threw"),
                    jobs.stream().map(job -> job.getString("outcome")).toList());
            RecordedEvent square = jobs.get(1);
            assertEquals(LENGTH, square.getLong("elements"));
            assertEquals(2, square.getInt("workers"));
            assertEquals(pool.name(), square.getString("pool"));
            assertTrue(square.getString("work").contains("SQUARE"), square.getString("work"));
            Await.until("the last chunk is recorded", LIMIT,
                    () -> chunksOf(square, records).size() == square.getInt("chunks"));
            List<RecordedEvent> chunks = chunksOf(square, records);
            assertEquals(LENGTH, chunks.stream().mapToLong(chunk -> chunk.getLong("count")).sum());
            assertEquals(Set.of("done"), outcomes(chunks));
            assertEquals(0, chunks.stream().mapToLong(chunk -> chunk.getLong("first")).min().orElseThrow());
            assertTrue(outcomes(chunksOf(jobs.get(2), records)).contains("threw"));
        }
    }

    private static List<RecordedEvent> chunksOf(RecordedEvent job, FlightRecords records) {
        return records.events("Chunk").stream()
                .filter(chunk -> chunk.getLong("job") == job.getLong("job"))
                .toList();
    }

    private static Set<String> outcomes(List<RecordedEvent> events) {
        return events.stream().map(event -> event.getString("outcome")).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aTaskSaysItsBatchItsItemAndWhatItThrew() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(4L << 20);
                FlightRecords records = new FlightRecords("Task");
                Pool pool = Pool.start(memory, threads())) {
            assertEquals(List.of(2, 3, 4), pool.mapAll(List.of(1, 2, 3), item -> item + 1));
            assertThrows(Exception.class, () -> pool.submit(() -> Integer.parseInt("none")).get());
            Await.until("the last task is recorded", LIMIT, () -> records.events("Task").size() == 4);
            List<RecordedEvent> tasks = records.events("Task");
            assertEquals(null, tasks.getFirst().getClass("thrown"));
            assertEquals(
                    NumberFormatException.class.getName(),
                    tasks.getLast().getClass("thrown").getName());
            assertTrue(tasks.getFirst().getClass("function").getName().startsWith(FlightRecorderIT.class.getName()));
            assertEquals(
                    3,
                    tasks.stream()
                            .limit(3)
                            .map(task -> FlightRecords.values(task, "batch", "item"))
                            .distinct()
                            .count());
        }
    }

    @Test
    void aKilledWorkerIsSeenWithWhatWasPutRightAfterIt() throws Exception {
        Path log = folder.resolve("log");
        try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                FlightRecords records = new FlightRecords("Job", "Recovery", "WorkerDeath");
                Pool pool = Pool.start(memory, CrashPoints.dyingAt("chunk.afterClaim", 2, log))) {
            var data = memory.newDoubleArray("data", LENGTH);
            pool.awaitWorkers();
            for (int round = 0; !Files.exists(log) && round < MOST_ROUNDS; round++) {
                pool.map(data, DoubleUnaryOp.NEGATE, data);
            }
            Await.until("the death is recorded", LIMIT, () -> !records.events("WorkerDeath").isEmpty());
            RecordedEvent death = records.events("WorkerDeath").getFirst();
            assertEquals(
                    pool.name() + " -9 9 1", FlightRecords.values(death, "pool", "exitCode", "signal", "deaths"));
            RecordedEvent recovery = records.events("Recovery").getFirst();
            assertEquals(
                    death.getLong("pid") + " 0 1 0 true",
                    FlightRecords.values(recovery, "pid", "locks", "chunks", "batches", "complete"));
            assertEquals(Set.of("complete"), outcomes(records.events("Job")));
        }
    }

    @Test
    void aWorkerThatIsNoLongerNeededWritesItsRecording() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        PoolOptions options = PoolOptions.defaults()
                .workers(2)
                .jvmArgs(
                        "-XX:StartFlightRecording:filename=" + folder.resolve("worker-%p.jfr")
                                + ",+io.millrace.Chunk#enabled=true,+io.millrace.Task#threshold=0ns",
                        "-XX:FlightRecorderOptions:repository=" + repository,
                        "-Xlog:jfr*=off");
        Set<String> expected = new TreeSet<>();
        try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                Pool pool = Pool.start(memory, options)) {
            var data = memory.newDoubleArray("data", LENGTH);
            pool.awaitWorkers();
            pool.workers().forEach(worker -> expected.add("worker-%s.jfr".formatted(worker.pid())));
            pool.mapIndexed(data, (index, value) -> index * 0.5, data); // user code: only workers compute it
            assertEquals("done", pool.submit(() -> "done").get());
        }
        List<RecordedEvent> chunks = new ArrayList<>();
        List<RecordedEvent> tasks = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder).filter(Files::isRegularFile)) {
            List<Path> written = files.toList();
            assertEquals(
                    expected,
                    written.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
            for (Path file : written) {
                chunks.addAll(FlightRecords.of(file, "Chunk"));
                tasks.addAll(FlightRecords.of(file, "Task"));
            }
        }
        assertEquals(LENGTH, chunks.stream().mapToLong(chunk -> chunk.getLong("count")).sum());
        assertEquals(1, tasks.size());
        assertEmpty(repository);
    }

    private static void assertEmpty(Path repository) throws Exception {
        try (Stream<Path> left = Files.list(repository)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void withoutARecordingNoEventIsLoaded() throws Exception {
        Path log = folder.resolve("classes");
        run(ChildJvm.of(FlightRecorderMain.class)
                .classPath(NoArchive.classPath(folder))
                .property("millrace.preload", "false")
                .flag("-Xlog:class+load:file=" + log));
        List<String> loaded = Files.readAllLines(log).stream()
                .map(LOADED::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1))
                .toList();
        assertTrue(loaded.contains("io.millrace.engine.internal.recorder.RecordedJob"), "the log has the classes");
        assertEquals(
                List.of(),
                loaded.stream().filter(name -> name.matches("io\\.millrace\\..*\\.recorder\\..*Event")).toList());
        assertEquals(
                List.of("jdk.jfr.FlightRecorder"),
                loaded.stream().filter(name -> name.startsWith("jdk.jfr.")).toList());
    }

    @Test
    void aRuntimeWithoutTheModuleRunsTheSame() throws Exception {
        run(ChildJvm.of(FlightRecorderMain.class)
                .flag("--limit-modules=java.base,java.logging,java.management,java.sql,jdk.unsupported"));
    }

    private static void run(ChildJvm.Builder program) throws Exception {
        try (ChildJvm child = program.start()) {
            for (String line : List.of("false", "1000000.0", "task")) {
                assertEquals(line, child.receive(LIMIT));
            }
            assertEquals(0, child.await(LIMIT), child::story);
        }
    }
}
