package io.millrace.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.Chromium;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// That the page has every chart and that a browser shows it without an error; the figures are for quiet machines.
class PageReportIT {
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        CommandLine page = PageReport.commandLine()
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true));
        return page.execute(arguments);
    }

    @Test
    void aBrowserShowsEveryChartOfThePage() throws Exception {
        Path page = folder.resolve("page.html");
        assertEquals(0, run("--quick", "--html", page.toString()), err::toString);
        String text = Files.readString(page);
        assertEquals(7, text.split("<figure>", -1).length - 1, text);
        Chromium.open(page, folder)
                .assertShows(
                        "<h2>Throughput against size and workers</h2>",
                        "Squares into another array: map(SQUARE): GB/s against doubles in an array, 1 lines",
                        "An empty task in a worker, there and back: histogram; median ",
                        "A number to another JVM and back, by a pipe: histogram; median ",
                        "From kill -9 of a holder of a lock to the next owner: histogram; median ",
                        "<h3>Pool.start until all workers are ready</h3>");
    }

    @Test
    void aPageNeedsAFile() {
        assertEquals(2, run("--quick"));
        assertTrue(err.toString().contains("--html"), err::toString);
    }
}
