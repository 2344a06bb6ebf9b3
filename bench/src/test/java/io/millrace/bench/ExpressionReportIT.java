package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ExpressionReportIT {
    @Test
    void expressionsAreMeasuredBesideSeparateJobs() {
        StringWriter out = new StringWriter();
        int exitCode = ExpressionReport.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("--elements", "10001", "--rounds", "3", "--warmups", "1");
        assertEquals(0, exitCode);
        String report = out.toString();
        assertEquals(4, report.lines().filter(line -> line.contains(" separate jobs ")).count(), report);
        assertTrue(report.contains(" eval(...).sum() "), report);
        assertTrue(report.contains(" eval(...).into(out) "), report);
        assertTrue(report.contains(" eval(...).into(x) "), report);
    }
}
