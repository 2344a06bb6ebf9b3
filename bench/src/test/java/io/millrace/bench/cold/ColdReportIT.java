package io.millrace.bench.cold;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.bench.Said;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// That every figure can be had; how large they are is for quiet machines.
class ColdReportIT {
    @Test
    void everythingIsMeasuredBesideItsPeer() {
        JsonNode figures = Said.by("cold", "--quick", "--json", "--command", "echo done").json();
        assertFalse(figures.isEmpty(), figures::toString);
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() >= 0, figure::toString);
            assertTrue(figure.get("peer").isNull() || figure.get("peerValue").asDouble() > 0, figure::toString);
        }
    }
}
