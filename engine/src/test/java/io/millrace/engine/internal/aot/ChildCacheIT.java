package io.millrace.engine.internal.aot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.Compiled;
import io.millrace.engine.internal.worker.WorkerLoop;
import io.millrace.testing.Await;
import io.millrace.testing.MemoryFolder;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program with the jar on its class path, run several times: its workers' cache.
@Timeout(300)
class ChildCacheIT {
    private static final Duration MADE = Duration.ofMinutes(2);
    private static final String PROGRAM = """
            import io.millrace.engine.*;
            import io.millrace.shm.SharedMemory;

            class Program {
                public static void main(String[] arguments) throws Exception {
                    var options = PoolOptions.defaults().workers(1).jvmArgs("-Xlog:class+load:file=" + arguments[0]);
                    try (var memory = SharedMemory.temporary(1 << 20); var pool = Pool.start(memory, options)) {
                        System.out.println(pool.submit(() -> 6 * 7).get());
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private MemoryFolder memory;
    private CacheFolder caches;
    private Path loaded;

    @BeforeEach
    void compile() throws IOException {
        folder = folder.toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Compiled.into(folder, List.of("-cp", jar()), "Program.java", PROGRAM);
        memory = MemoryFolder.create();
        caches = new CacheFolder(folder.resolve("cache/aot"));
        loaded = folder.resolve("loaded.txt");
    }

    @AfterEach
    void nothingIsLeftInMemoryAndAtWork() {
        Await.until("the makers end", MADE, () -> makers().isEmpty());
        memory.closeEmpty();
    }

    private static String jar() {
        return Path.of("target", "millrace.jar").toAbsolutePath().toString();
    }

    private Process start(String cache) throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dmillrace.folder=" + memory.path(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        jar() + File.pathSeparator + folder,
                        "Program",
                        loaded.toString())
                .redirectErrorStream(true);
        program.environment().put("MILLRACE_CACHE", cache);
        return program.start();
    }

    /// Runs the program, which must print its result and nothing else.
    private void run(String cache) throws Exception {
        Process program = start(cache);
        assertEquals("42\n", new String(program.getInputStream().readAllBytes()));
        assertEquals(0, program.waitFor());
    }

    private void run() throws Exception {
        run(folder.resolve("cache").toString());
    }

    private List<ProcessHandle> makers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(caches.path() + "/" + CacheFolder.NEW))
                        .isPresent())
                .toList();
    }

    private boolean workersStartedFromACache() throws IOException {
        String line = Files.readAllLines(loaded).stream()
                .filter(each -> each.contains(" " + WorkerLoop.class.getName() + " "))
                .findFirst()
                .orElseThrow();
        return line.contains("shared objects file");
    }

    private Path awaitCache() {
        Await.until("a cache is made", MADE, () -> StoredCache.all(caches).size() == 1);
        return StoredCache.all(caches).getFirst().path();
    }

    private List<Path> beingMade() {
        try (Stream<Path> all = Files.list(caches.path())) {
            return all.filter(each -> each.getFileName().toString().startsWith(CacheFolder.NEW)).toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    @Test
    void theFirstProgramsHaveOneCacheMadeAndTheNextStartsItsWorkersFromIt() throws Exception {
        Files.createDirectory(folder.resolve("cache"));
        String cacheFolder = folder.resolve("cache").toString();
        List<Process> together = List.of(start(cacheFolder), start(cacheFolder), start(cacheFolder));
        for (Process program : together) {
            assertEquals("42\n", new String(program.getInputStream().readAllBytes()));
            assertEquals(0, program.waitFor());
        }
        Path cache = awaitCache();
        Await.until("the makers end", MADE, () -> makers().isEmpty());
        run();
        assertTrue(workersStartedFromACache());
        assertEquals(List.of(), makers());
        assertEquals(List.of(), beingMade());
        assertEquals(List.of(cache), caches.entries("[0-9a-f]*").stream().filter(Files::isDirectory).toList());
        assertEquals(List.of(), caches.entries(CacheFolder.FAILED + "*"));
        aDamagedCacheIsPassedOver(cache.resolve(CacheFolder.CLASSES));
    }

    private void aDamagedCacheIsPassedOver(Path classes) throws Exception {
        assertTrue(classes.toFile().setWritable(true, true));
        byte[] whole = Files.readAllBytes(classes);
        try (RandomAccessFile file = new RandomAccessFile(classes.toFile(), "rw")) {
            file.seek(whole.length / 4);
            file.write(new byte[whole.length / 8]);
        }
        run();
        assertFalse(workersStartedFromACache());
        Files.write(classes, Arrays.copyOf(whole, whole.length / 2));
        run();
        assertFalse(workersStartedFromACache());
        Files.write(classes, whole);
        run();
        assertTrue(workersStartedFromACache());
        Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rw-rw----"));
        run();
        assertFalse(workersStartedFromACache());
    }

    /// Has a maker start and kills it.
    ///
    /// @return the folder that it leaves
    private Path runAndKillTheMaker() throws Exception {
        run();
        Await.until("a maker is at work", MADE, () -> !makers().isEmpty());
        Await.until("all processes of the maker are killed", MADE, () -> {
            makers().forEach(ProcessHandle::destroyForcibly);
            return makers().isEmpty();
        });
        assertEquals(List.of(), StoredCache.all(caches));
        return beingMade().getFirst();
    }

    @Test
    void whatAKilledMakerLeavesCountsForNothingAndIsRemoved() throws Exception {
        Path left = runAndKillTheMaker();
        run();
        assertFalse(workersStartedFromACache());
        assertEquals(List.of(left), beingMade());
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(CacheFolder.MAKING.plusSeconds(1))));
        run();
        awaitCache();
        assertFalse(Files.exists(left));
    }

    @Test
    void nothingIsMadeWhenItIsOffOrTheFolderIsOpenToOthersOrCannotBeMade() throws Exception {
        run("off");
        run(folder.resolve("missing/twice/over").toString());
        Path open = Files.createDirectories(folder.resolve("open/aot"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        run(folder.resolve("open").toString());
        try (Stream<Path> made = Files.list(open)) {
            assertEquals(List.of(), made.toList());
        }
        assertFalse(Files.exists(folder.resolve("missing")));
        assertEquals(List.of(), makers());
    }

    @Test
    void anAttemptThatFailedIsNotRepeatedAtTheNextRun() throws Exception {
        Path left = runAndKillTheMaker();
        String name = left.getFileName().toString().split("-")[1];
        StoredCache.delete(left);
        caches.noteFailure(name, "cannot record");
        run();
        assertEquals(List.of(), makers());
        assertEquals(List.of(), beingMade());
        Path note = caches.path().resolve(CacheFolder.FAILED + name);
        Files.setLastModifiedTime(note, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        assertTrue(runAndKillTheMaker().getFileName().toString().contains(name));
    }
}
