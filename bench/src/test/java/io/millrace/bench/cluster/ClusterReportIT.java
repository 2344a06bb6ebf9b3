package io.millrace.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.millrace.bench.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// That every figure can be had, where module `spark` was built before; how large they are is for quiet machines.
class ClusterReportIT {
    private static final Path BUILD = Path.of("..", "spark", "target");

    @Test
    void everythingIsMeasuredBesideItsPeer() {
        if (!Files.exists(BUILD.resolve("bench", "cluster.properties"))) {
            String reason = "no cluster is measured: module spark was not built";
            System.err.println(reason);
            abort(reason);
        }
        JsonNode figures = Said.by("cluster", "--quick", "--json", "--build", BUILD.toString()).json();
        assertEquals(8, figures.size(), figures::toString);
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() > 0, figure::toString);
            assertTrue(figure.get("peer").isNull() || figure.get("peerValue").asDouble() > 0, figure::toString);
        }
    }

    @Test
    void aMissingBuildIsToldWithTheCommandThatMakesIt(@TempDir Path empty) {
        Said said = Said.by("cluster", "--quick", "--build", empty.toString());
        assertEquals(1, said.code(), said.err());
        assertTrue(said.isOneComplaint() && said.err().contains("pre-integration-test"), said.err());
    }
}
