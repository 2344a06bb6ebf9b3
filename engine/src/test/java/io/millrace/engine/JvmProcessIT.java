package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.internal.codec.HandleParts;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.shm.sync.SharedLock;
import io.millrace.testing.Await;
import io.millrace.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Processes as Python knows them: what they end with, who they are, what they share.
@Timeout(60)
class JvmProcessIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private SharedMemory memory;

    @BeforeEach
    void makeMemory() {
        memory = SharedMemory.temporary(8 << 20);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), JvmProcess.activeChildren());
        Await.until("all gone from the file", LIMIT, () -> memory.processes().size() == 1);
        memory.close();
        LeakCheck.assertClosed(memory.file().getParent());
    }

    /// A child has the incubator module of these tests' JVM, and the JDK warns of that.
    private static boolean isWarning(String line) {
        return line.startsWith("WARNING: Using incubator modules");
    }

    private static void assertSaidNothing(JvmProcess process) {
        assertEquals(List.of(), process.errorTail().lines().filter(line -> !isWarning(line)).toList());
    }

    private JvmProcess start(RemoteRunnable task) {
        return JvmProcess.builder(memory, task)
                .jvmArgs("-XX:TieredStopAtLevel=1")
                .output(lines::add)
                .start();
    }

    @Test
    void whatAProcessPrintedHasBeenPassedOnWhenItIsJoined() throws Exception {
        RemoteRunnable talking = () -> {
            for (int line = 0; line < 1000; line++) {
                System.out.println(line);
            }
        };
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        JvmProcess process = JvmProcess.builder(memory, talking)
                .output(line -> {
                    ended.join(); // all of it fits into the pipes
                    lines.add(line);
                })
                .start();
        process.onExit().thenRun(() -> ended.complete(true));
        assertEquals(0, process.join());
        assertEquals(1000, lines.stream().filter(line -> !isWarning(line)).count());
    }

    /// Sets the event and waits to be ended.
    record Wait(SharedEvent begun) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            begun.set();
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    private JvmProcess startWaiting(String event) throws InterruptedException {
        SharedEvent begun = memory.newEvent(event);
        JvmProcess process = start(new Wait(begun));
        assertTrue(begun.await(LIMIT), process::errorTail);
        return process;
    }

    record Exit(int code) implements RemoteRunnable {
        @Override
        public void run() {
            System.exit(code);
        }
    }

    private static void fail(String message) throws IOException {
        throw new IOException(message);
    }

    @Test
    void theExitCodeTellsHowATaskEnded() throws Exception {
        JvmProcess returns = start(() -> {});
        JvmProcess exits = start(new Exit(7));
        JvmProcess fails = start(() -> fail("the disk is full"));
        assertEquals(0, returns.join());
        assertEquals(7, exits.join());
        assertEquals(1, fails.join());
        assertTrue(fails.errorTail().contains("java.io.IOException: the disk is full"), fails::errorTail);
        assertTrue(fails.errorTail().contains("at " + JvmProcessIT.class.getName() + ".fail"), fails::errorTail);
        assertTrue(lines.stream().anyMatch(line -> line.contains("the disk is full")));
        assertEquals(1, fails.exitCode().orElseThrow());
        assertSaidNothing(returns);
    }

    @Test
    void aSignalIsAnExitCodeBelowZero() throws Exception {
        JvmProcess terminated = startWaiting("one");
        JvmProcess killed = startWaiting("other");
        JvmProcess interrupted = startWaiting("third");
        assertEquals(3, JvmProcess.activeChildren().size());
        assertTrue(terminated.exitCode().isEmpty());
        assertFalse(terminated.join(Duration.ofMillis(1)));
        terminated.terminate();
        killed.kill();
        interrupted.interrupt();
        assertEquals(-15, terminated.join());
        assertEquals(-2, interrupted.join());
        interrupted.interrupt();
        assertThrows(IllegalStateException.class, () -> JvmProcess.current().interrupt());
        assertEquals(-9, killed.join());
        assertSame(killed, killed.onExit().get(1, TimeUnit.SECONDS));
        assertFalse(killed.isAlive());
        assertFalse(killed.toHandle().isAlive());
        terminated.onExit().join();
    }

    @Test
    void closeEndsWhatStillRunsAndIsIdempotent() throws Exception {
        JvmProcess process = startWaiting("begun");
        process.close();
        process.close();
        assertEquals(-15, process.exitCode().orElseThrow());
    }

    /// Says who it is, and starts a child that does the same.
    record Introduce(SharedQueue<String> said, int depth) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            JvmProcess own = JvmProcess.current();
            said.put("%s %d of %s %d, input %d, property %s"
                    .formatted(
                            own.name(),
                            own.pid(),
                            JvmProcess.parent().orElseThrow().name(),
                            JvmProcess.parent().orElseThrow().pid(),
                            System.in.read(),
                            System.getProperty("millrace.test.given")));
            if (depth > 1) {
                SharedMemory memory = (SharedMemory) HandleParts.of(said).region().memory().handle();
                int exitCode = JvmProcess.start(memory, new Introduce(said, depth - 1)).join();
                said.put("child ended with " + exitCode);
            }
        }
    }

    @Test
    void aProcessKnowsItselfAndItsParentAndMayHaveChildren() throws Exception {
        assertEquals("main", JvmProcess.current().name());
        assertEquals(ProcessHandle.current().pid(), JvmProcess.current().pid());
        assertTrue(JvmProcess.parent().isEmpty());
        assertThrows(IllegalStateException.class, () -> JvmProcess.current().join());
        assertThrows(IllegalStateException.class, () -> JvmProcess.current().kill());
        SharedQueue<String> said = memory.newQueue("said", Codec.utf8());
        JvmProcess process = JvmProcess.builder(memory, new Introduce(said, 2))
                .name("eldest")
                .jvmArgs("-XX:TieredStopAtLevel=1", "-Dmillrace.test.given=to all")
                .output(lines::add)
                .start();
        assertEquals("eldest", process.name());
        assertEquals(0, process.join(), process::errorTail);
        long own = ProcessHandle.current().pid();
        assertEquals(
                "eldest %d of main %d, input -1, property to all".formatted(process.pid(), own), said.poll());
        String grandchild = said.poll();
        assertTrue(grandchild.startsWith("eldest:1 "), grandchild);
        assertTrue(
                grandchild.endsWith(" of eldest %d, input -1, property to all".formatted(process.pid())), grandchild);
        assertEquals("child ended with 0", said.poll());
    }

    private static void count(SharedLock lock, LongValue counter) {
        for (int i = 0; i < 50_000; i++) {
            lock.lock();
            try {
                counter.setPlain(counter.getPlain() + 1);
            } finally {
                lock.unlock();
            }
        }
    }

    @Test
    void twoProcessesCountUnderOneLock() throws Exception {
        LongValue counter = memory.newLongValue("counter", 0);
        SharedLock lock = memory.newLock("lock");
        RemoteRunnable task = () -> count(lock, counter);
        JvmProcess one = start(task);
        JvmProcess other = start(task);
        assertEquals(0, one.join(), one::errorTail);
        assertEquals(0, other.join(), other::errorTail);
        assertEquals(100_000, counter.get());
    }

    /// More than a pipe takes before its reader is there.
    @Test
    void aLargeTaskArrivesWhole() throws Exception {
        long[] values = new long[1 << 17];
        Arrays.setAll(values, i -> i * 0x9E3779B97F4A7C15L);
        LongArray out = memory.newLongArray("out", values.length);
        JvmProcess process = start(() -> out.copyFrom(values));
        assertEquals(0, process.join(), process::errorTail);
        assertArrayEquals(values, out.toArray());
    }

    private static void countLater(Thread main, LongValue counter) {
        try {
            main.join(Duration.ofMillis(200));
            counter.incrementAndGet();
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    @Test
    void aProcessGoesOnWhileAThreadOfItsTaskDoes() throws Exception {
        LongValue counter = memory.newLongValue("counter", 0);
        JvmProcess process = start(() -> {
            Thread main = Thread.currentThread();
            new Thread(() -> countLater(main, counter)).start();
        });
        assertEquals(0, process.join(), process::errorTail);
        assertEquals(1, counter.get());
        assertSaidNothing(process);
    }

    /// With the classes of Millrace and without those of the tests.
    @Test
    void aTaskThatTheWorkerCannotDecodeEndsWithTheReport() throws Exception {
        List<Path> withoutTests = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.contains("test-classes") && !entry.endsWith("-tests.jar"))
                .map(Path::of)
                .toList();
        JvmProcess process = JvmProcess.builder(memory, new Exit(0))
                .classPath(withoutTests)
                .output(lines::add)
                .start();
        assertEquals(1, process.join());
        assertTrue(process.errorTail().contains(Exit.class.getName()), process::errorTail);
        assertTrue(process.errorTail().contains("class path"), process::errorTail);
    }

    @Test
    void whatCannotTravelOrStartIsRefusedBeforeThereIsAProcess() {
        StringBuilder cargo = new StringBuilder();
        NotTransportableException refusal =
                assertThrows(NotTransportableException.class, () -> start(cargo::reverse));
        assertTrue(refusal.getMessage().contains("java.lang.StringBuilder"), refusal::getMessage);
        assertThrows(
                IllegalArgumentException.class,
                () -> JvmProcess.builder(memory, new Exit(0)).javaHome(memory.file()).start());
        try (SharedMemory readOnly = SharedMemory.attachReadOnly(memory.file())) {
            assertThrows(UnsupportedOperationException.class, () -> JvmProcess.start(readOnly, new Exit(0)));
        }
    }

    private static void show(String variable) {
        System.out.println(variable + "=" + System.getenv(variable));
        System.out.println("folder=" + Path.of("").toAbsolutePath());
        System.out.println("heap=" + (Runtime.getRuntime().maxMemory() >> 20));
    }

    @Test
    void aProcessStartsWhereAndAsTold() throws Exception {
        JvmProcess process = JvmProcess.builder(memory, () -> show("COLOUR"))
                .environment(Map.of("COLOUR", "blue"))
                .workingDirectory(Path.of("/"))
                .heapByteSize(32 << 20)
                .jvmArgs("-XX:+UseParallelGC")
                .output(line -> lines.addAll(isWarning(line) ? List.of() : List.of(line)))
                .start();
        assertEquals(0, process.join(), process::errorTail);
        Await.until("lines: " + lines, LIMIT, () -> lines.size() == 3);
        assertEquals("COLOUR=blue", lines.poll());
        assertEquals("folder=/", lines.poll());
        assertTrue(lines.poll().matches("heap=(2|3)\\d"));
    }
}
