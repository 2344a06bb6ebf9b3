package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// That every figure can be had; how large they are is for quiet machines.
class TaskReportIT {
    @Test
    void everythingIsMeasured() {
        JsonNode figures = Said.by("tasks", "--quick", "--json").json();
        assertEquals(9, figures.size(), figures::toString);
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() > 0, figure::toString);
        }
    }
}
