package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.bench.BenchCommand;
import io.millrace.engine.cli.text.Usage.Operand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    @Test
    void theHelpNamesEveryReportAndEveryReportHasAHelp() {
        Said help = Said.by("--help");
        assertEquals(0, help.code(), help.err());
        assertTrue(help.out().startsWith("Usage: millrace bench "), help.out());
        assertEquals(11, BenchCommand.withoutReport().subcommands().size());
        for (Operand report : BenchCommand.withoutReport().subcommands()) {
            assertTrue(help.out().contains("\n  " + report.label() + " "), help.out());
            if (!report.label().equals("jmh")) {
                Said own = Said.by(report.label(), "--help");
                assertEquals(0, own.code(), own.err());
                assertTrue(own.out().startsWith("Usage: millrace bench " + report.label() + " "), own.out());
                assertTrue(own.out().contains("--json") && own.out().contains("--rounds=N"), own.out());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"help, --help", "help tasks, tasks --help", "help stream, stream -h"})
    void helpBeforeAReportIsTheOptionBehindIt(String command, String same) {
        Said said = Said.by(command.split(" "));
        assertEquals(Said.by(same.split(" ")), said);
        assertTrue(said.out().startsWith("Usage: millrace bench"), said.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "limts | there is no report 'limts'; did you mean limits?; the reports are cold, small, limits,",
                "frobnicate | there is no report 'frobnicate'; the reports are cold,",
                "--quick | neither a report nor --html OUT is given; give one; see millrace bench --help",
                "--quick limits | 'limits' stands before all options: give bench limits ...",
                "--html x --elements 0 | --elements is out of range: 0; give 1 to",
                "--html x --seconds soon | --seconds: 'soon' is not a number of seconds; write it like 2 or 0.5",
                "limits --workers many | --workers: 'many' is not a whole number",
                "limits --round 3 | limits has no option '--round'; did you mean --rounds?; see millrace bench limits",
                "limits --kernel fast | --kernel: 'fast' is unknown; give auto, native, vector or scalar",
                "functions --worker-kind fibre | --worker-kind: 'fibre' is unknown; give process, thread or caller",
                "small --elements 1,x | --elements: 'x' is not a whole number",
                "small --seconds 0 | --seconds: it is out of range: 0; give 0.001 to 86400.0",
                "stream --rounds 0 | --rounds is out of range: 0; give 1 to 1,000,000",
                "waiting --only lock --only keys | --only: 'keys' is no topic; give lock, counting,",
                "cluster --conf a=b --conf c | --conf: 'c' is not a property; write it like spark.executor.cores=2",
                "cluster --rounds 1 --rounds 2 | --rounds is given twice; give it once"
            })
    void aWrongWordIsNamedWithWhatWouldBeRight(String command, String message) {
        Said said = Said.by(command.split(" "));
        assertEquals(2, said.code(), said.err());
        assertTrue(said.isOneComplaint() && said.err().contains(message), said.err());
    }

    @Test
    void whatCannotBeWrittenIsToldBeforeTheMeasurement(@TempDir Path folder) {
        String missing = folder.resolve("missing/x").toString();
        for (Said said : new Said[] {
            Said.by("--html", missing), Said.by("--html", folder.toString()), Said.by("stream", "--folder", missing)
        }) {
            assertEquals(1, said.code(), said.err());
            assertTrue(said.isOneComplaint() && said.err().contains(folder.toString()), said.err());
            assertFalse(said.err().contains("Exception"), said.err());
        }
        assertFalse(Files.exists(folder.resolve("missing")));
    }
}
