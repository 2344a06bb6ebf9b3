package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.ckernel.CLibrary;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MemoryLimitReportIT {
    private static final String[] SMALL = {"--elements", "100001", "--rounds", "3", "--warmups", "1"};

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... more) {
        CommandLine limits = MemoryLimitReport.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        String[] arguments = new String[SMALL.length + more.length];
        System.arraycopy(SMALL, 0, arguments, 0, SMALL.length);
        System.arraycopy(more, 0, arguments, SMALL.length, more.length);
        return limits.execute(arguments);
    }

    @Test
    void everyJobIsMeasuredBesideTheLoopThatMovesTheSameBytes() {
        int exitCode = run("--json");
        if (CLibrary.unavailableReason() != null) {
            assertEquals(1, exitCode);
            assertTrue(err.toString().startsWith("limits: no C kernels"), err::toString);
            return;
        }
        assertEquals(0, exitCode, err::toString);
        JsonNode report = JsonMapper.shared().readTree(out.toString());
        assertEquals(100_001, report.get("elements").asLong());
        assertEquals(10, report.get("measurements").size());
        for (JsonNode line : report.get("measurements")) {
            assertTrue(line.get("gigabytesPerSecond").asDouble() > 0, line::toString);
            assertTrue(line.get("times").get("bestSeconds").asDouble() > 0, line::toString);
        }
    }

    @Test
    void aNumberThatIsNoneIsRefusedWithTheUsage() {
        assertEquals(2, run("--workers", "many"));
        assertTrue(err.toString().contains("--workers"), err::toString);
    }
}
