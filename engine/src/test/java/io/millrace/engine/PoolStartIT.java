package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.file.DefaultFolder;
import io.millrace.testing.Await;
import io.millrace.testing.LeakCheck;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Worker JVMs that start as told, and those that cannot: a clear error, and nothing left.
@Timeout(60)
class PoolStartIT {
    private static final PoolOptions QUIET = PoolOptions.defaults().workers(2).output(WorkerOutput.DISCARD);

    @TempDir
    Path folder;

    private static void assertNothingLeft(SharedMemory memory) {
        assertEquals(
                List.of(),
                memory.allRegions().stream()
                        .filter(region -> region.kind() == RegionKind.ENGINE)
                        .toList());
        Await.until("workers gone", Duration.ofSeconds(5), () -> memory.processes().size() == 1);
        assertEquals(List.of(), ProcessHandle.current().children()
                .filter(child -> child.info().commandLine().orElse("").contains(memory.file().toString()))
                .toList());
        memory.close();
        assertFalse(Files.exists(memory.file()));
        LeakCheck.assertClosed(memory.file().getParent());
    }

    @Test
    void aFlagNoJvmKnowsIsAnErrorWithTheJvmsOwnWords() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        WorkerException refusal = assertThrows(
                WorkerException.class, () -> Pool.start(memory, QUIET.jvmArgs("-XX:+NoSuchFlagAtAll")));
        assertTrue(refusal.getMessage().contains("NoSuchFlagAtAll"), refusal::getMessage);
        assertTrue(refusal.stderrTail().contains("NoSuchFlagAtAll"), refusal::stderrTail);
        assertEquals(1, refusal.exitCode().orElseThrow());
        assertTrue(refusal.signal().isEmpty());
        assertNothingLeft(memory);
    }

    @Test
    void aClassPathWithoutMillraceIsAnErrorWithTheJvmsOwnWords() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        WorkerException refusal = assertThrows(
                WorkerException.class, () -> Pool.start(memory, QUIET.classPath(List.of(folder))));
        assertTrue(refusal.getMessage().contains("WorkerMain"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("add its jars to the options' classPath"), refusal::getMessage);
        assertNothingLeft(memory);
    }

    @Test
    void aHomeWithoutJavaIsRefused() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> Pool.start(memory, QUIET.javaHome(folder)));
        assertTrue(refusal.getMessage().contains(folder.toString()), refusal::getMessage);
        assertNothingLeft(memory);
    }

    @Test
    void aFolderThatIsMissingIsAnError() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        Path missing = folder.resolve("missing");
        UncheckedIOException refusal = assertThrows(
                UncheckedIOException.class, () -> Pool.start(memory, QUIET.workingDirectory(missing)));
        assertTrue(refusal.getMessage().contains(missing.toString()), refusal::getMessage);
        assertNothingLeft(memory);
    }

    @Test
    void aPoolThatCannotStartRemovesTheFileItMade() {
        assertThrows(IllegalArgumentException.class, () -> Pool.start(QUIET.javaHome(folder)));
        assertThrows(
                WorkerException.class, () -> Pool.start(QUIET.workers(1).jvmArgs("-XX:+NoSuchFlagAtAll")));
        LeakCheck.assertClosed(DefaultFolder.path());
    }

    @Test
    void aPoolsOwnMemoryIsRemovedByItsClose() {
        Path file;
        try (Pool pool = Pool.start(1)) {
            file = pool.memory().file();
            assertTrue(Files.exists(file));
            DoubleArray ones = pool.memory().newDoubleArray("ones", 10_000);
            pool.fill(ones, 1);
            assertEquals(10_000, pool.reduce(ones, Reduction.SUM));
            assertEquals(1, pool.workers().size());
            assertEquals("worker", pool.workers().getFirst().role());
        }
        assertFalse(Files.exists(file));
        LeakCheck.assertClosed(file.getParent());
    }

    @Test
    void whatWorkersPrintGoesWhereToldAndTheyStartWhereTold() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        try (SharedMemory memory = SharedMemory.temporary(1 << 20);
                Pool pool = Pool.start(
                        memory,
                        QUIET.workers(1)
                                .jvmArgs("-XshowSettings:properties")
                                .environment(Map.of("JAVA_TOOL_OPTIONS", "-Dmillrace.test.seen=yes"))
                                .workingDirectory(folder)
                                .heapByteSize(48L << 20)
                                .output(lines::add))) {
            assertEquals(1, pool.workers().size());
            Await.until(
                    "settings of the worker: " + lines,
                    Duration.ofSeconds(5),
                    () -> lines.stream().anyMatch(line -> line.contains("user.dir = " + folder))
                            && lines.stream().anyMatch(line -> line.contains("millrace.test.seen = yes")));
        }
    }
}
