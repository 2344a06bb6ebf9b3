package io.millrace.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// That every figure can be had, where module `spark` was built before; how large they are is for quiet machines.
class ClusterReportIT {
    private static final Path BUILD = Path.of("..", "spark", "target");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return ClusterReport.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void everythingIsMeasuredBesideItsPeer() {
        if (!Files.exists(BUILD.resolve("bench", "cluster.properties"))) {
            String reason = "no cluster is measured: module spark was not built";
            System.err.println(reason);
            abort(reason);
        }
        assertEquals(ExitCode.OK, execute("--quick", "--json", "--build", BUILD.toString()), err::toString);
        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertEquals(8, figures.size(), out::toString);
        for (JsonNode figure : figures) {
            assertTrue(figure.get("value").asDouble() > 0, figure::toString);
            assertTrue(figure.get("peer").isNull() || figure.get("peerValue").asDouble() > 0, figure::toString);
        }
    }

    @Test
    void aMissingBuildIsToldWithTheCommandThatMakesIt(@TempDir Path empty) {
        assertEquals(ExitCode.USAGE, execute("--quick", "--build", empty.toString()));
        assertTrue(err.toString().contains("pre-integration-test"), err::toString);
    }
}
