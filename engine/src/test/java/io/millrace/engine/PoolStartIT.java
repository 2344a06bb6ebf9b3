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
import io.millrace.shm.data.LongArray;
import io.millrace.shm.internal.file.DefaultFolder;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.sync.SharedEvent;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Worker JVMs that start as told, and those that cannot: a clear error, and nothing left.
@Timeout(60)
class PoolStartIT {
    private static final PoolOptions QUIET = PoolOptions.defaults().workers(2).output(WorkerOutput.DISCARD);

    @TempDir
    Path folder;

    private static void assertNothingLeft(SharedMemory memory) {
        assertEquals(
                List.of(),
                MemoryAccess.regionsOf(memory).allRegions().stream()
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

    /// What a pool says whose workers cannot begin: to who waits for them, and to the first call.
    private static WorkerException refusal(SharedMemory memory, PoolOptions options) {
        try (Pool pool = Pool.start(memory, options)) {
            WorkerException refusal = assertThrows(WorkerException.class, pool::awaitWorkers);
            assertEquals(refusal.getMessage(), lost(() -> pool.mapAll(List.of(1), x -> x)).getMessage());
            assertTrue(pool.stats().failedStarts() >= 2, () -> pool.stats().toString());
            assertEquals(0, pool.stats().ready());
            return refusal;
        }
    }

    private static WorkerException lost(Runnable call) {
        return assertThrows(WorkerException.class, call::run);
    }

    @Test
    void aFlagNoJvmKnowsIsAnErrorWithTheJvmsOwnWords() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        WorkerException refusal = refusal(memory, QUIET.jvmArgs("-XX:+NoSuchFlagAtAll"));
        assertTrue(refusal.getMessage().contains("NoSuchFlagAtAll"), refusal::getMessage);
        assertTrue(refusal.stderrTail().contains("NoSuchFlagAtAll"), refusal::stderrTail);
        assertEquals(1, refusal.exitCode().orElseThrow());
        assertTrue(refusal.signal().isEmpty());
        assertNothingLeft(memory);
    }

    /// Those that HotSpot says on its standard output.
    @ParameterizedTest
    @EnumSource
    void theReasonOfAFailedStartIsReportedWhereverTheOutputGoes(Reason reason) {
        for (RemoteConsumer<String> output : List.<RemoteConsumer<String>>of(
                WorkerOutput.INHERIT, WorkerOutput.DISCARD)) {
            SharedMemory memory = SharedMemory.temporary(1 << 20);
            WorkerException refusal = refusal(
                    memory, PoolOptions.defaults().workers(1).output(output).jvmArgs(reason.flags));
            assertTrue(refusal.getMessage().contains(reason.words), refusal::getMessage);
            assertEquals(1, refusal.exitCode().orElseThrow());
            assertNothingLeft(memory);
        }
    }

    /// What a JVM was told, and what it says to that.
    enum Reason {
        HEAP("Could not reserve enough space", "-Xms900000g", "-Xmx900000g"),
        HEAP_TOO_SMALL("Too small maximum heap", "-Xmx1"),
        MODULE("Module no.such.one not found", "--add-modules=no.such.one"),
        TWO_COLLECTORS("Multiple garbage collectors selected", "-XX:+UseSerialGC", "-XX:+UseParallelGC"),
        AGENT("noSuchAgent", "-agentlib:noSuchAgent");

        private final String words;
        private final List<String> flags;

        Reason(String words, String... flags) {
            this.words = words;
            this.flags = List.of(flags);
        }
    }

    private static void sayAndExit() {
        System.out.println("no licence for this machine");
        System.out.flush();
        Runtime.getRuntime().halt(3);
    }

    @Test
    void whatAWorkerPrintedBeforeItExitedIsTold() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        WorkerException refusal = refusal(memory, QUIET.initializer(PoolStartIT::sayAndExit));
        assertTrue(refusal.getMessage().contains("exitCode=3"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("no licence for this machine"), refusal::getMessage);
        assertNothingLeft(memory);
    }

    @Test
    void aPoolThatIsClosedRightAfterItsStartLeavesAndPrintsNothing() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Pool.start(memory, QUIET.output(lines::add)).close();
        Pool pool = Pool.start(memory, QUIET.output(lines::add).initializer(() -> Thread.sleep(Duration.ofHours(1))));
        assertFalse(pool.awaitWorkers(Duration.ofMillis(1)));
        pool.close();
        assertEquals(List.of(), List.copyOf(lines));
        assertNothingLeft(memory);
    }

    @Test
    void workIsDoneByTheWorkersThatRun() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        SharedEvent goOn = memory.newEvent("goOn");
        LongArray first = memory.newLongArray("first", 1);
        try (Pool pool = Pool.start(memory, QUIET.initializer(() -> {
            if (first.getAndAdd(0, 1) > 0) {
                goOn.await();
            }
        }))) {
            assertEquals(List.of(1, 2), pool.mapAll(List.of("a", "bb"), String::length));
            assertEquals(1, pool.stats().ready());
            assertFalse(pool.awaitWorkers(Duration.ofMillis(1)));
            goOn.set();
            pool.awaitWorkers();
            assertEquals(2, pool.stats().ready());
            assertEquals(0, pool.stats().failedStarts());
        }
        assertNothingLeft(memory);
    }

    @Test
    void aClassPathWithoutMillraceIsAnErrorWithTheJvmsOwnWords() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        WorkerException refusal = refusal(memory, QUIET.classPath(List.of(folder)));
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
    void aStartThatTheSystemRefusesIsAFailedStartAndBuiltInWorkIsDoneHere() throws Exception {
        Path java = folder.resolve("bin").resolve("java");
        Files.createDirectory(java.getParent());
        Files.writeString(java, "#!" + folder.resolve("missing") + "\n");
        assertTrue(java.toFile().setExecutable(true));
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        System.setProperty("millrace.startPatienceMillis", "300");
        try (Pool pool = Pool.start(memory, QUIET.javaHome(folder))) {
            DoubleArray ones = memory.newDoubleArray("ones", 10_000);
            ones.fill(1);
            assertEquals(10_000, pool.reduce(ones, Reduction.SUM));
            WorkerException refusal = assertThrows(WorkerException.class, pool::awaitWorkers);
            assertTrue(refusal.getMessage().contains("cannot start a child JVM"), refusal::getMessage);
            assertTrue(pool.stats().failedStarts() >= 2, () -> pool.stats().toString());
        } finally {
            System.clearProperty("millrace.startPatienceMillis");
        }
        assertNothingLeft(memory);
    }

    @Test
    void anArgumentThatNoProcessTakesIsRefused() {
        SharedMemory memory = SharedMemory.temporary(1 << 20);
        assertThrows(IllegalArgumentException.class, () -> Pool.start(memory, QUIET.jvmArgs("-Da=b\0c")));
        assertThrows(
                IllegalArgumentException.class, () -> Pool.start(memory, QUIET.environment(Map.of("A", "b\0c"))));
        assertNothingLeft(memory);
    }

    @Test
    void aPoolThatCannotStartRemovesTheFileItMade() {
        assertThrows(IllegalArgumentException.class, () -> Pool.start(QUIET.javaHome(folder)));
        try (Pool pool = Pool.start(QUIET.workers(1).jvmArgs("-XX:+NoSuchFlagAtAll"))) {
            assertThrows(WorkerException.class, pool::awaitWorkers);
        }
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
            pool.awaitWorkers();
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
            pool.awaitWorkers();
            Await.until(
                    "settings of the worker: " + lines,
                    Duration.ofSeconds(5),
                    () -> lines.stream().anyMatch(line -> line.contains("user.dir = " + folder))
                            && lines.stream().anyMatch(line -> line.contains("millrace.test.seen = yes")));
        }
    }
}
