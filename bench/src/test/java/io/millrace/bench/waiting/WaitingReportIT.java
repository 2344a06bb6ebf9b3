package io.millrace.bench.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.bench.Said;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// That every figure can be had; how large they are is for quiet machines.
class WaitingReportIT {
    @Test
    void everythingIsMeasuredBesideItsPeer() {
        JsonNode figures = Said.by("waiting", "--quick", "--json").json();
        assertEquals(25, figures.size(), figures::toString);
        for (JsonNode figure : figures) {
            boolean heap = figure.get("name").asString().contains("heap");
            assertTrue(heap || figure.get("value").asDouble() > 0, figure::toString);
        }
    }
}
