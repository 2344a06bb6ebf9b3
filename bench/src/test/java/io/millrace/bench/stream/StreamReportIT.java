package io.millrace.bench.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.bench.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// That every figure can be had; how large they are is for quiet machines.
class StreamReportIT {
    @Test
    void aStreamIsMeasuredBesideReadingAlone(@TempDir Path folder) {
        JsonNode figures = Said.by("stream", "--quick", "--json", "--workers", "1", "--folder", folder.toString())
                .json();
        assertEquals(2, figures.size());
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() > 0, figure::toString);
            assertTrue(figure.get("ratio").asDouble() > 0, figure::toString);
        }
    }
}
