package io.millrace.engine.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.Main;
import io.millrace.engine.cli.inspect.BusyFile;
import io.millrace.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs `top` in a terminal of its own, which `script` (util-linux) makes: the test types, changes the
/// size and reads what the terminal was sent.
@Timeout(120)
class LiveViewIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ENTER = "\u001b[?1049h";
    private static final String LEAVE = "\u001b[?1049l";

    @TempDir
    Path folder;

    private Process terminal;

    /// Starts `top` in a terminal of 80 by 24; the modes of the terminal before and after are kept.
    private void start(Path file) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path script = Files.writeString(folder.resolve("run"), """
                trap : INT
                stty cols 80 rows 24
                tty > tty
                stty -g > before
                "%s" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp "$CLASSES" %s top "%s" --interval 0.2
                code=$?
                stty -g > after
                exit $code
                """.formatted(java, Main.class.getName(), file));
        ProcessBuilder builder = new ProcessBuilder("script", "-qefc", "sh " + script, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sent").toFile());
        builder.environment().put("TERM", "xterm");
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        terminal = builder.start();
    }

    @AfterEach
    void endTerminal() throws InterruptedException {
        List<ProcessHandle> all = terminal.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        terminal.destroyForcibly().waitFor();
    }

    private String sent() {
        try {
            return Files.readString(folder.resolve("sent"), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void awaitSent(String text) {
        Await.until("the terminal shows " + text, SOON, () -> sent().contains(text));
    }

    private void type(String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        terminal.getOutputStream().flush();
    }

    private void assertEndsWithCode(int code) throws Exception {
        assertTrue(terminal.waitFor(60, TimeUnit.SECONDS), "does not end");
        assertEquals(code, terminal.exitValue(), this::sent);
        assertEquals(Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
        assertTrue(sent().lastIndexOf(LEAVE) > sent().lastIndexOf(ENTER), this::sent);
    }

    @Test
    void aNewSizeIsFilledAndAKeyPutsTheTerminalBack() throws Exception {
        try (BusyFile file = new BusyFile()) {
            start(file.path());
            awaitSent("PROCESS");
            assertTrue(sent().contains(ENTER), this::sent);
            String tty = Files.readString(folder.resolve("tty")).strip();
            assertEquals(
                    0, new ProcessBuilder("stty", "-F", tty, "cols", "200", "rows", "60").start().waitFor());
            awaitSent("\u001b[60;1H");
            type("q");
            assertEndsWithCode(0);
        }
    }

    @Test
    void ctrlCEndsTheView() throws Exception {
        try (BusyFile file = new BusyFile()) {
            start(file.path());
            awaitSent("PROCESS");
            type("\u0003");
            assertEndsWithCode(0);
        }
    }

    @Test
    void aFileThatIsRemovedMeanwhileIsOneMessageOnARestoredTerminal() throws Exception {
        try (BusyFile file = new BusyFile()) {
            start(file.path());
            awaitSent("PROCESS");
        }
        assertEndsWithCode(1);
        String after = sent().substring(sent().lastIndexOf(LEAVE) + LEAVE.length());
        assertEquals(1, after.strip().lines().count(), after);
        assertTrue(after.contains("millrace: the file is gone: file="), after);
    }
}
