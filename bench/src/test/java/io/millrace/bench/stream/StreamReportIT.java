package io.millrace.bench.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// That every figure can be had; how large they are is for quiet machines.
class StreamReportIT {
    @Test
    void aStreamIsMeasuredBesideReadingAlone(@TempDir Path folder) {
        StringWriter out = new StringWriter();
        int exit = StreamReport.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("--quick", "--json", "--workers", "1", "--folder", folder.toString());
        assertEquals(0, exit);
        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertEquals(2, figures.size());
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() > 0, figure::toString);
            assertTrue(figure.get("ratio").asDouble() > 0, figure::toString);
        }
    }
}
