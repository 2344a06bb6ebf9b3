package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FunctionReportIT {
    @Test
    void lambdasAreMeasuredBesideBuiltInOperationsBeforeAndAfterOthers() {
        StringWriter out = new StringWriter();
        int exitCode = FunctionReport.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("--elements", "10001", "--rounds", "3", "--warmups", "1", "--worker-kind", "thread");
        assertEquals(0, exitCode);
        String report = out.toString();
        assertTrue(report.contains("in place, alone"), report);
        assertTrue(report.contains("to another array, after 20 other functions"), report);
        assertEquals(4, report.lines().filter(line -> line.contains(" map(x -> x * x) ")).count(), report);
    }
}
