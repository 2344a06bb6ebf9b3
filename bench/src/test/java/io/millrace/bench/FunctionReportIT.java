package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FunctionReportIT {
    @Test
    void lambdasAreMeasuredBesideBuiltInOperationsBeforeAndAfterOthers() {
        Said said = Said.by("functions", "--elements", "10001", "--rounds", "3", "--warmups", "1", "--worker-kind",
                "thread");
        assertEquals(0, said.code(), said.err());
        String report = said.out();
        assertTrue(report.contains("in place, alone"), report);
        assertTrue(report.contains("to another array, after 20 other functions"), report);
        assertEquals(4, report.lines().filter(line -> line.contains(" map(x -> x * x) ")).count(), report);
    }
}
