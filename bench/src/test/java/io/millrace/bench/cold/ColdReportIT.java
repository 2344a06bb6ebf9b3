package io.millrace.bench.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// That every figure can be had; how large they are is for quiet machines.
class ColdReportIT {
    @Test
    void everythingIsMeasuredBesideItsPeer() {
        StringWriter out = new StringWriter();
        int exit = ColdReport.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("--quick", "--json", "--command", "echo done");
        assertEquals(0, exit);
        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertFalse(figures.isEmpty(), out::toString);
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() >= 0, figure::toString);
            assertTrue(figure.get("peer").isNull() || figure.get("peerValue").asDouble() > 0, figure::toString);
        }
    }
}
