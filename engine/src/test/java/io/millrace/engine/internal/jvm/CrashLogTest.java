package io.millrace.engine.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.WorkerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// First lines of crash logs of HotSpot.
class CrashLogTest {
    private static final String BEGIN = "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n";

    @TempDir
    Path folder;

    private Optional<CrashLog> read(String text) throws Exception {
        return CrashLog.read(Files.writeString(folder.resolve("crash"), text));
    }

    private static WorkerException exception(int exitCode, Optional<CrashLog> log) {
        return new ExitReport(7, exitCode, "", log).toException("a worker died", 3, 1);
    }

    @Test
    void theSignalAndTheFrameAreThoseOfTheCrashLogHoweverTheJvmExited() throws Exception {
        Optional<CrashLog> log = read(BEGIN
                + "#  SIGBUS (0x7) at pc=0x00007f0f, pid=10, tid=11\n#\n# JRE version: 25\n# Problematic frame:\n# C "
                + " [libbad.so+0x1139]  bad+0x9\n#\n");
        for (int exitCode : new int[] {1, 134}) {
            WorkerException death = exception(exitCode, log);
            assertEquals(OptionalInt.of(7), death.signal());
            assertEquals(OptionalInt.of(-7), death.exitCode());
            assertEquals(
                    "a worker died: pid=7, signal=SIGBUS (7), crash=C  [libbad.so+0x1139]  bad+0x9, crashLog="
                            + folder.resolve("crash"),
                    death.getMessage());
        }
    }

    @Test
    void crashesWithoutASignalHaveACause() throws Exception {
        WorkerException internal = exception(
                1, read(BEGIN + "#  Internal Error (mutex.cpp:123), pid=10, tid=11\n#  assert(x) failed: y\n#\n"));
        assertTrue(internal.signal().isEmpty());
        assertEquals(OptionalInt.of(1), internal.exitCode());
        assertTrue(
                internal.getMessage().contains(
                        "exitCode=1, crash=Internal Error (mutex.cpp:123), pid=10, tid=11 assert(x) failed: y"),
                internal::getMessage);
        WorkerException memory = exception(
                134,
                read("#\n# There is insufficient memory for the Java Runtime Environment to continue.\n# Native"
                        + " memory allocation (mmap) failed to map 65536 bytes.\n"));
        assertEquals(OptionalInt.of(6), memory.signal());
        assertTrue(memory.getMessage().contains("signal=SIGABRT (6), crash=There is insufficient memory"),
                memory::getMessage);
        assertTrue(memory.getMessage().contains("failed to map 65536 bytes"), memory::getMessage);
    }

    @Test
    void anEmptyFileIsNoCrashLogAndAFileOfAnotherKindNamesNoCause() throws Exception {
        assertEquals(Optional.empty(), read(""));
        assertEquals(Optional.empty(), CrashLog.read(folder.resolve("missing")));
        CrashLog other = read("something else\n").orElseThrow();
        assertEquals(OptionalInt.empty(), other.signal());
        assertEquals("", other.cause());
    }

    @Test
    void aSignalWithoutACrashLogIsNamedToo() {
        assertEquals("a worker died: pid=7, signal=SIGKILL (9)", exception(137, Optional.empty()).getMessage());
        assertEquals("a worker died: pid=7, signal=SIGSYS (31)", exception(159, Optional.empty()).getMessage());
        assertEquals("a worker died: pid=7, exitCode=160", exception(160, Optional.empty()).getMessage());
        assertEquals("99", SignalName.of(99));
        assertEquals("SIGHUP (1)", SignalName.of(1));
    }
}
