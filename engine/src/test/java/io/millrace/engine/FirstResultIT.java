package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.ckernel.CLibrary;
import io.millrace.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What stands between the start of a pool and its first result in a fresh JVM: classes that the JVM makes at
/// run time, and machinery that only workers, tasks or the C library need. Counts instead of times, which
/// depend on the machine.
@Timeout(60)
class FirstResultIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// About 40 today: lambdas, and the forms of method handles that they need.
    private static final int MOST_MADE = 50;

    @Test
    void theCallingThreadMakesFewClassesAndWaitsForNothingThatTheFirstResultDoesNotNeed(@TempDir Path folder)
            throws Exception {
        Path log = folder.resolve("classes");
        try (ChildJvm child = ChildJvm.of(FirstResultMain.class)
                .classPath(NoArchive.classPath(folder))
                .flag("-Xlog:class+load:file=" + log + ":tid")
                .start()) {
            assertEquals("4000.0", child.receive(LIMIT));
            assertEquals(0, child.await(LIMIT), child::story);
        }
        List<String> loaded = loadedByTheMainThread(log);
        List<String> made = loaded.stream()
                .filter(line -> line.contains("__JVM_LookupDefineClass__") || line.contains("$$Lambda/"))
                .toList();
        assertTrue(made.size() <= MOST_MADE, () -> made.size() + " classes made: " + String.join("\n", made));
        assertEquals(List.of(), made(loaded, "io\\.millrace\\..*\\$\\$TypeSwitch/.*"), "made for switches of Millrace");
        for (String part : List.of(
                "java.lang.runtime.ObjectMethods",
                "java.lang.runtime.SwitchBootstraps",
                "java.lang.management.",
                "java.lang.ProcessBuilder",
                "io.millrace.ckernel.CLibrary ",
                "io.millrace.ckernel.Downcalls ",
                "io.millrace.engine.internal.jvm.JvmFlags ",
                "io.millrace.engine.internal.task.TaskScheduler ")) {
            assertEquals(List.of(), loaded.stream().filter(line -> line.contains(part)).toList(), part);
        }
    }

    @Test
    void aFirstResultInCLinksNoFunctionAndLaunchesNoWorker(@TempDir Path folder) throws Exception {
        assumeTrue(CLibrary.unavailableReason() == null, "no C library");
        Path log = folder.resolve("classes");
        try (ChildJvm child = ChildJvm.of(FirstResultMain.class, KernelKind.NATIVE)
                .classPath(NoArchive.classPath(folder))
                .property("millrace.firstLaunchMillis", 3_600_000)
                .flag("-Xlog:class+load:file=" + log)
                .start()) {
            assertEquals("4000.0", child.receive(LIMIT));
            assertEquals(0, child.await(LIMIT), child::story);
        }
        List<String> lines = Files.readAllLines(log);
        assertTrue(lines.stream().anyMatch(line -> line.contains("io.millrace.ckernel.BlockCall ")), lines::toString);
        for (String part : List.of("jdk.internal.foreign.abi.DowncallLinker ", "java.lang.ProcessBuilder ")) {
            assertEquals(List.of(), lines.stream().filter(line -> line.contains(part)).toList(), part);
        }
    }

    private static List<String> made(List<String> loaded, String name) {
        return loaded.stream().filter(line -> line.matches("\\[\\d+\\] *" + name)).toList();
    }

    private static List<String> loadedByTheMainThread(Path log) throws Exception {
        List<String> lines = Files.readAllLines(log);
        int begin = lineOf(lines, FirstResultMain.Begin.class);
        int end = lineOf(lines, FirstResultMain.End.class);
        String thread = lines.get(begin).substring(0, lines.get(begin).indexOf(']'));
        return lines.subList(begin + 1, end).stream().filter(line -> line.startsWith(thread + "]")).toList();
    }

    private static int lineOf(List<String> lines, Class<?> mark) {
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).contains(mark.getName() + " ")) {
                return line;
            }
        }
        throw new AssertionError("not loaded: " + mark);
    }
}
