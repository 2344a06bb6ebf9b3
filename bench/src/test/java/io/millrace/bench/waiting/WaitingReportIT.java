package io.millrace.bench.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// That every figure can be had; how large they are is for quiet machines.
class WaitingReportIT {
    private final StringWriter out = new StringWriter();

    @Test
    void everythingIsMeasuredBesideItsPeer() {
        assertEquals(0, WaitingReport.run(new String[] {"--quick", "--json"}, new PrintWriter(out, true)));
        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertEquals(25, figures.size(), out::toString);
        for (JsonNode figure : figures) {
            boolean heap = figure.get("name").asString().contains("heap");
            assertTrue(heap || figure.get("value").asDouble() > 0, figure::toString);
        }
    }

    @Test
    void whatIsNoOptionIsRefused() {
        assertEquals(2, WaitingReport.run(new String[] {"--often"}, new PrintWriter(out, true)));
    }
}
