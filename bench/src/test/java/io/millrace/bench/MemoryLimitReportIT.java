package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.ckernel.CLibrary;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MemoryLimitReportIT {
    @Test
    void everyJobIsMeasuredBesideTheLoopThatMovesTheSameBytes() {
        Said said = Said.by("limits", "--elements", "100001", "--rounds", "3", "--warmups", "1", "--json");
        if (CLibrary.unavailableReason() != null) {
            assertEquals(1, said.code());
            assertTrue(said.err().startsWith("millrace: no C kernels"), said.err());
            return;
        }
        JsonNode report = said.json();
        assertEquals(
                List.of("elements", "workers", "rounds", "kernel", "isa", "measurements"),
                List.copyOf(report.propertyNames()));
        assertEquals(100_001, report.get("elements").asLong());
        assertEquals(10, report.get("measurements").size());
        for (JsonNode line : report.get("measurements")) {
            assertTrue(line.get("gigabytesPerSecond").asDouble() > 0, line::toString);
            assertTrue(line.get("times").get("bestSeconds").asDouble() > 0, line::toString);
        }
    }
}
