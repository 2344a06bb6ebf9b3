package io.millrace.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/// A headless browser that opens a page as a user does: the page runs, and the console of the browser is
/// kept.
///
/// @param dom the document after it was loaded, written as HTML by the browser
/// @param console the lines of the console: errors, violations of the content security policy
public record Chromium(String dom, List<String> console) {
    private static final List<String> COMMAND = List.of(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--enable-logging=stderr", "--dump-dom");
    private static final int MOST_SECONDS = 60;

    /// Written behind the page: it tells how wide the page becomes on a narrow screen.
    private static final String RULER = """
            <script>
            document.body.style.width = '400px';
            document.documentElement.dataset.width = document.body.scrollWidth;
            </script>
            """;

    /// Opens a page; the test is skipped on a machine without Chromium.
    ///
    /// @param folder a folder of the test alone, for the profile and the output of the browser
    public static Chromium open(Path page, Path folder) {
        assumeTrue(isInstalled(), "no chromium here");
        List<String> command = new ArrayList<>(COMMAND);
        command.add("--user-data-dir=" + folder.resolve("profile"));
        command.add(page.toUri().toString());
        Path dom = folder.resolve("dom.html");
        Path console = folder.resolve("console.txt");
        try {
            Process browser = new ProcessBuilder(command)
                    .redirectOutput(dom.toFile())
                    .redirectError(console.toFile())
                    .start();
            if (!browser.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                browser.descendants().forEach(ProcessHandle::destroyForcibly);
                browser.destroyForcibly().waitFor();
                throw new AssertionError("the browser does not end: page=" + page);
            }
            List<String> lines = Files.readAllLines(console).stream()
                    .filter(line -> line.contains(":CONSOLE"))
                    .toList();
            return new Chromium(Files.readString(dom), lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the browser ran", interrupted);
        }
    }

    /// The width in pixels that a page takes on a screen of 400 pixels.
    public static int widthOnANarrowScreen(Path page, Path folder) throws IOException {
        String text = Files.readString(page).replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
        Path measured = Files.writeString(folder.resolve("measured.html"), text + RULER);
        String dom = open(measured, folder).dom();
        return Integer.parseInt(dom.replaceFirst("(?s).*data-width=\"(\\d+)\".*", "$1"));
    }

    /// Fails when the console has a line, or when the page lacks an element.
    ///
    /// @param elements pieces of HTML
    public void assertShows(String... elements) {
        Assertions.assertEquals(List.of(), console);
        for (String element : elements) {
            Assertions.assertTrue(dom.contains(element), () -> element + " is not in " + dom);
        }
    }

    private static boolean isInstalled() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, COMMAND.getFirst()))) {
                return true;
            }
        }
        return false;
    }
}
