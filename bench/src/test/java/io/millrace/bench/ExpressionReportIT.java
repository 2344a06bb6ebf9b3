package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExpressionReportIT {
    @Test
    void expressionsAreMeasuredBesideSeparateJobs() {
        Said said = Said.by("expressions", "--elements", "10001", "--rounds", "3", "--warmups", "1");
        assertEquals(0, said.code(), said.err());
        String report = said.out();
        assertEquals(4, report.lines().filter(line -> line.contains(" separate jobs ")).count(), report);
        assertTrue(report.contains(" eval(...).sum() "), report);
        assertTrue(report.contains(" eval(...).into(out) "), report);
        assertTrue(report.contains(" eval(...).into(x) "), report);
    }
}
