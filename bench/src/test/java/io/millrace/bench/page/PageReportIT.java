package io.millrace.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.bench.Said;
import io.millrace.testing.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That the page has every chart and that a browser shows it without an error; the figures are for quiet machines.
class PageReportIT {
    @TempDir
    Path folder;

    @Test
    void aBrowserShowsEveryChartOfThePage() throws Exception {
        Path page = folder.resolve("page.html");
        Said said = Said.by("--quick", "--html", page.toString());
        assertEquals(0, said.code(), said.err());
        assertEquals("wrote %s%n".formatted(page), said.out());
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
}
