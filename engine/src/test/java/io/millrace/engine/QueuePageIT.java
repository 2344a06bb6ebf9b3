package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.DocPage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program of the page about queues counts every order once, wherever its consumers are killed.
@Timeout(120)
class QueuePageIT {
    private static final String START = "JvmProcess.start(memory, consumer)";
    private static final String ONE_DEATH = "order.number() == 500 &&";
    private static final String RIGHT = "1000 orders, turnover 2500.0";

    /// Orders after which a consumer of the crash test is killed.
    private static final int LIFE = 200;

    @TempDir
    Path folder;

    @Test
    void consumersKilledBetweenTheEffectAndTheAcknowledgementLeaveRightTotals() throws Exception {
        List<String> lines = run(edited(ONE_DEATH, "order.number() % 200 == 100 &&"));
        assertEquals(List.of("consumers that died at work: 5", RIGHT), lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.taken", "queue.headMoved", "queue.freed"})
    void consumersKilledInsideTheQueueLeaveRightTotals(String point) throws Exception {
        String builder = "JvmProcess.builder(memory, consumer).jvmArgs(\"-Dmillrace.crashPoint=%s@%d\","
                + " \"-Dmillrace.crashLog=%s\").start()";
        Path proof = folder.resolve("deaths.txt");
        List<String> lines = run(edited(START, builder.formatted(point, LIFE, proof)));
        assertEquals(RIGHT, lines.getLast());
        List<String> deaths = Files.readAllLines(proof);
        assertTrue(deaths.size() >= 2, () -> "consumers that were killed: " + deaths);
    }

    /// The program of the page with one thing changed.
    private static String edited(String from, String to) throws IOException {
        String program = DocPage.read(Path.of("..", "docs", "queue.md")).sources().getFirst().text();
        String changed = program.replace(from, to);
        assertNotEquals(program, changed, () -> "the page has no " + from);
        return changed;
    }

    private List<String> run(String program) throws Exception {
        Path source = Files.writeString(folder.resolve("Market.java"), program);
        String jar = Path.of("target", "millrace.jar").toAbsolutePath().toString();
        output(List.of(tool("javac"), "-cp", jar, "-d", folder.toString(), source.toString()));
        String classes = jar + File.pathSeparator + folder;
        return output(List.of(tool("java"), "--enable-native-access=ALL-UNNAMED", "-cp", classes, "Market")).lines()
                .toList();
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private String output(List<String> command) throws Exception {
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), () -> output + read(errors));
        return output;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
