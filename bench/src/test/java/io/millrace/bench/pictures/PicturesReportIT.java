package io.millrace.bench.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// That every figure can be had; how large they are is for quiet machines.
class PicturesReportIT {
    private static final Path JAR = Path.of("../engine/target/millrace.jar");

    @Test
    void everythingIsMeasuredBesidePil() {
        StringWriter out = new StringWriter();
        int exit = PicturesReport.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("--quick", "--json", "--jar", JAR.toString());
        assertEquals(0, exit);
        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertTrue(figures.size() >= 3, out::toString);
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() > 0, figure::toString);
            assertTrue(figure.get("peerValue").isNull() || figure.get("peerValue").asDouble() > 0, figure::toString);
        }
        if (!figures.get(0).get("peerValue").isNull()) {
            assertEquals(5, figures.size());
            assertTrue(figures.get(3).get("value").asDouble() < 1, figures::toString);
        }
    }
}
