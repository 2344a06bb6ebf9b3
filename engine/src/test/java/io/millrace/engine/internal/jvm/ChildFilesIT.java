package io.millrace.engine.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.JvmProcess;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.WorkerOutput;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.testing.LeakCheck;
import java.io.File;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The argument files and the crash logs of child JVMs.
@Timeout(60)
class ChildFilesIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ODD = " a  'b' \"c\" \\ \\n # d\n\r\t\f=@e \u00E9\u20AC ";
    private static final PoolOptions ONE = PoolOptions.defaults().workers(1).output(WorkerOutput.DISCARD);

    @TempDir
    Path folder;

    private SharedMemory memory;

    @BeforeEach
    void makeMemory() {
        memory = SharedMemory.temporary(1 << 20);
    }

    @AfterEach
    void noFileIsLeft() {
        memory.close();
        LeakCheck.assertClosed(memory.file().getParent());
    }

    private static void requireProperty(String expected) {
        String given = System.getProperty("millrace.test.odd");
        if (!expected.equals(given)) {
            throw new IllegalStateException("given: [" + given + "]");
        }
    }

    @Test
    void theLauncherReadsEveryArgumentAsItWasGiven() throws Exception {
        RemoteRunnable task = () -> requireProperty(ODD);
        JvmProcess process = JvmProcess.builder(memory, task)
                .jvmArgs("-Dmillrace.test.odd=" + ODD)
                .output(WorkerOutput.DISCARD)
                .start();
        assertEquals(0, process.join(), process::errorTail);
    }

    private static String longPath() {
        return IntStream.range(0, 4_000)
                .mapToObj(i -> "/home/somebody/.m2/repository/org/example/artifact/1.0/artifact-" + i + ".jar")
                .reduce(System.getProperty("java.class.path"), (path, entry) -> path + File.pathSeparator + entry);
    }

    @Test
    void classPathsPropertiesAndNamesMayBeLongerThanACommandLine() throws Exception {
        List<Path> classPath = Stream.of(longPath().split(File.pathSeparator)).map(Path::of).toList();
        String value = "x".repeat(300_000);
        RemoteRunnable task = () -> requireProperty(value);
        JvmProcess process = JvmProcess.builder(memory, task)
                .name("n".repeat(200_000))
                .classPath(classPath)
                .jvmArgs("-Dmillrace.test.odd=" + value)
                .output(WorkerOutput.DISCARD)
                .start();
        assertEquals(0, process.join(), process::errorTail);
        try (Pool pool = Pool.start(memory, ONE.classPath(classPath).jvmArgs("-Dmillrace.test.odd=" + value))) {
            assertEquals(value.length(), pool.submit(() -> System.getProperty("millrace.test.odd").length()).get());
        }
    }

    @Test
    void aTooLongEnvironmentIsRefusedWithTheNameOfTheLongestVariable() {
        Map<String, String> environment = Map.of("SHORT", "x", "LONGEST_OF_ALL", "x".repeat(8 << 20));
        UncheckedIOException refusal = assertThrows(
                UncheckedIOException.class,
                () -> JvmProcess.builder(memory, () -> {}).environment(environment).start());
        assertTrue(refusal.getMessage().contains("longest=LONGEST_OF_ALL, byteSize=8388624"), refusal::getMessage);
        assertThrows(UncheckedIOException.class, () -> Pool.start(memory, ONE.environment(environment)));
    }

    @Test
    void argumentsOfAChildStandInNoProcessListAndInNoFileOnceItRuns() throws Exception {
        try (Pool pool = Pool.start(memory, ONE.jvmArgs("-Dpassword=swordfish"))) {
            pool.awaitWorkers();
            long pid = pool.workers().getFirst().pid();
            String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
            assertFalse(line.contains("swordfish"), line);
            assertFalse(line.contains(".jar"), line);
            assertTrue(line.contains(memory.file().toString()), line);
            assertEquals("swordfish", pool.submit(() -> System.getProperty("password")).get());
            Path arguments = Path.of(line.substring(line.indexOf('@') + 1).split("\0")[0]);
            assertTrue(Files.isDirectory(arguments.getParent()), line);
            assertFalse(Files.exists(arguments), line);
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /// An FFM segment does not protect from an invalid address.
    @SuppressWarnings("restricted")
    private static int crash() {
        return MemorySegment.ofAddress(16).reinterpret(64).get(ValueLayout.JAVA_INT, 0);
    }

    private static WorkerException crashed(Pool pool) {
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> pool.submit(ChildFilesIT::crash).get());
        return assertInstanceOf(WorkerException.class, failure.getCause());
    }

    @Test
    void aCrashIsReportedWithTheSignalAndACrashLogThatOnlyThisUserCanRead() throws Exception {
        try (Pool pool = Pool.start(memory, ONE.maxAttempts(1))) {
            WorkerException first = crashed(pool);
            WorkerException second = crashed(pool);
            for (WorkerException death : List.of(first, second)) {
                assertEquals(11, death.signal().orElseThrow(), death::getMessage);
                assertEquals(-11, death.exitCode().orElseThrow(), death::getMessage);
                assertTrue(death.getMessage().contains("signal=SIGSEGV (11), crash="), death::getMessage);
                Path log = death.crashLog().orElseThrow();
                assertTrue(Files.readString(log).contains("pid=" + death.pid()), death::getMessage);
                assertEquals("rw-------", permissions(log));
                assertEquals("rwx------", permissions(log.getParent()));
            }
            assertFalse(first.crashLog().equals(second.crashLog()), first::getMessage);
        }
    }

    @Test
    void theCrashLogIsReadFromThePathOfTheUsersFlagsUnlessItIsOlderThanTheChild() throws Exception {
        try (Pool pool = Pool.start(memory, ONE.maxAttempts(1).jvmArgs("-XX:ErrorFile=" + folder + "/own-%p.log"))) {
            WorkerException death = crashed(pool);
            assertEquals(folder.resolve("own-" + death.pid() + ".log"), death.crashLog().orElseThrow());
            assertEquals(11, death.signal().orElseThrow(), death::getMessage);
        }
        Path old = Files.writeString(folder.resolve("old.log"), "#  SIGBUS (0x7) at pc=0x1\n");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000));
        JvmProcess process = JvmProcess.builder(memory, () -> System.exit(3))
                .jvmArgs("-XX:ErrorFile=" + old)
                .output(WorkerOutput.DISCARD)
                .start();
        assertEquals(3, process.join());
        assertTrue(process.crashLog().isEmpty());
    }

    /// Sets the event and waits until the process is killed.
    record Wait(SharedEvent begun) implements RemoteRunnable {
        @Override
        public void run() throws Exception {
            begun.set();
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    @Test
    void aProcessThatCrashesEndsWithTheSignalOfItsCrashLog() throws Exception {
        SharedEvent begun = memory.newEvent("begun");
        JvmProcess process = JvmProcess.builder(memory, new Wait(begun))
                .output(WorkerOutput.DISCARD)
                .start();
        assertTrue(begun.await(LIMIT), process::errorTail);
        assertTrue(process.crashLog().isEmpty());
        assertEquals(0, new ProcessBuilder("kill", "-BUS", Long.toString(process.pid())).start().waitFor());
        assertEquals(-7, process.join(), process::errorTail);
        assertTrue(Files.size(process.crashLog().orElseThrow()) > 0);
    }
}
