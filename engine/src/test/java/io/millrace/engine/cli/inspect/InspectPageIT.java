package io.millrace.engine.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.millrace.testing.Chromium;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Opens the page of a file in a browser.
@Timeout(120)
class InspectPageIT {
    @TempDir
    Path folder;

    @Test
    void aBrowserShowsTheFileAndRunsNoName() throws Exception {
        Path page = folder.resolve("page.html");
        try (BusyFile file = new BusyFile()) {
            new InspectPage(file.snapshot()).page().writeTo(page);
        }
        Chromium shown = Chromium.open(page, folder);
        shown.assertShows(
                "<h2>Space</h2>",
                "<div class=\"space\" role=\"img\" aria-label=\"",
                "<td>&lt;script&gt;alert('\"&amp;\\')&lt;/script&gt; lock</td>",
                "<td>1 of 3 free: pid " + ProcessHandle.current().pid() + " 2</td>",
                "<h2>Pool ",
                "<td>running</td><td class=\"s\"><span class=\"track\"><span style=\"width:0%\">",
                "<h2>Messages taken and not acked</h2>",
                "<h2>Pipes</h2>",
                "<h2>Broadcasts</h2>",
                "<h2>Counters</h2>",
                "<td>path=&lt;script&gt;alert('\"&amp;\\')&lt;/script&gt;, status=404</td><td class=\"r\">1,234</td>",
                "<h2>Maps</h2>",
                "<td>stock</td><td>utf8</td><td>longs</td><td class=\"s\"><span class=\"track\">"
                        + "<span style=\"width:12.5%\">",
                "<h2>Regions</h2>");
        assertFalse(shown.dom().contains("<script"), shown::dom);
    }

    @Test
    void noPageIsWiderThanANarrowScreen() throws Exception {
        Path page = folder.resolve("page.html");
        try (BusyFile file = new BusyFile()) {
            new InspectPage(file.snapshot()).page().writeTo(page);
        }
        assertEquals(400, Chromium.widthOnANarrowScreen(page, folder));
    }
}
