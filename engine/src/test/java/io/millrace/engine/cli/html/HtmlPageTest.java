package io.millrace.engine.cli.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.html.BarChart.Group;
import io.millrace.engine.cli.html.Histogram.Bin;
import io.millrace.engine.cli.html.Histogram.Mark;
import io.millrace.engine.cli.html.LineChart.Point;
import io.millrace.engine.cli.html.LineChart.Series;
import io.millrace.engine.cli.html.SpaceBar.Segment;
import io.millrace.engine.cli.html.SpaceBar.Style;
import io.millrace.shm.FileAccessException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlPageTest {
    private static final String HOSTILE = "</title></style><script>alert('x')</script>\"& \u202e\u0000\ud800";

    @Test
    void noTextOfAnyPartBecomesMarkup() throws Exception {
        String page = everyPart(HOSTILE).toString();
        assertFalse(page.contains("<script"), page);
        assertFalse(page.contains("alert('x')"), page);
        assertTrue(page.chars().noneMatch(unit -> unit == 0x202e || unit == 0 || Character.isSurrogate((char) unit)));
        Document document = parsed(page);
        assertTrue(document.getElementsByTagName("h1").item(0).getTextContent().startsWith("</title></style>"), page);
        assertEquals(0, document.getElementsByTagName("script").getLength());
    }

    @Test
    void aPageAllowsItsOwnStyleAndNothingElse() {
        String page = new HtmlPage("page", "lead").toString();
        assertTrue(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""), page);
        assertFalse(page.contains("http://") || page.contains("https://") || page.contains("url("), page);
    }

    @Test
    void everyChartHasALabelAndItsNumbers() throws Exception {
        Document document = parsed(everyPart("name").toString());
        var charts = document.getElementsByTagName("figure");
        assertEquals(3, charts.getLength());
        for (int chart = 0; chart < charts.getLength(); chart++) {
            String text = charts.item(chart).getTextContent();
            assertTrue(text.contains("The numbers") || text.contains("name"), text);
        }
        var drawings = document.getElementsByTagName("svg");
        for (int drawing = 0; drawing < drawings.getLength(); drawing++) {
            var attributes = drawings.item(drawing).getAttributes();
            assertTrue(attributes.getNamedItem("aria-label") != null || attributes.getNamedItem("aria-hidden") != null);
        }
    }

    /// Commas behind the point would end a coordinate.
    @Test
    void coordinatesAreTheSameInEveryLocale() {
        Locale usual = Locale.getDefault();
        String here = everyPart("name").toString();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertEquals(here, everyPart("name").toString());
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void aRowHasACellForEachColumn() {
        HtmlTable table = new HtmlTable("table", "lr", "name", "bytes");
        assertThrows(IllegalArgumentException.class, () -> table.row("one"));
    }

    @Test
    void sharesAreBarsThatStayInTheirTrack() {
        StringBuilder html = new StringBuilder();
        new HtmlTable("table", "s", "done").row("0.255").row("7").row("").appendTo(html);
        assertTrue(html.toString().contains("<span style=\"width:25.5%\"></span></span> 25 %"), html::toString);
        assertTrue(html.toString().contains("<span style=\"width:100%\"></span></span> 100 %"), html::toString);
        assertTrue(html.toString().contains("<td class=\"s\"></td>"), html::toString);
    }

    @Test
    void aPageThatCannotBeWrittenIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("missing/page.html");
        var refused = assertThrows(FileAccessException.class, () -> new HtmlPage("page", "lead").writeTo(file));
        assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
    }

    private static HtmlPage everyPart(String text) {
        Axis across = Axis.logarithmic(text, 10, 2_000, Quantity::compact);
        return new HtmlPage(text, text)
                .section(text)
                .text(text)
                .add(new HtmlTable(text, "lrs", text, text, text).row(text, text, "0.5"))
                .add(new SpaceBar(text, List.of(new Segment(text, 1, text, Style.FILLED))))
                .section(text)
                .addBeside(List.of(
                        new LineChart(
                                text,
                                across,
                                Axis.linear(text, 7, Quantity::compact),
                                List.of(new Series(text, List.of(new Point(10, 0), new Point(333, 1.0 / 3))))),
                        new Histogram(
                                text,
                                text,
                                Quantity::nanos,
                                List.of(new Bin(1, 2, 3), new Bin(2, 40, 0)),
                                List.of(new Mark(text, 1.5))),
                        new BarChart(
                                text,
                                List.of(text, text),
                                List.of(new Group(text, List.of(1.0, Double.NaN), List.of(text, ""))))));
    }

    /// The page as XML, which is stricter than HTML about what is open and closed.
    private static Document parsed(String page) throws Exception {
        String closed = page.replaceFirst("<!DOCTYPE html>", "").replaceAll("<(meta|link)([^>]*)>", "<$1$2/>");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(closed)));
    }
}
