package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// That every figure can be had; how large they are is for quiet machines.
class TaskReportIT {
    @Test
    void everythingIsMeasured() {
        StringWriter out = new StringWriter();
        int exit = TaskReport.commandLine().setOut(new PrintWriter(out, true)).execute("--quick", "--json");
        assertEquals(0, exit);
        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertEquals(9, figures.size(), out::toString);
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() > 0, figure::toString);
        }
    }
}
