package io.millrace.bench.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.bench.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// That every figure can be had; how large they are is for quiet machines.
class PicturesReportIT {
    private static final Path JAR = Path.of("../engine/target/millrace.jar");

    @Test
    void everythingIsMeasuredBesidePil() {
        JsonNode figures = Said.by("pictures", "--quick", "--json", "--jar", JAR.toString()).json();
        assertTrue(figures.size() >= 3, figures::toString);
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
