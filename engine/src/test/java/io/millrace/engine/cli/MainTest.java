package io.millrace.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "squares --bogus",
                "squares --elements x",
                "squares --elements -1",
                "squares --elements 1000T",
                "squares --type quad",
                "squares --kernel fast",
                "squares --workers 0",
                "squares --workers 1001",
                "squares --repeat 0",
                "squares --random 5 5",
                "squares --random 5",
                "squares --type byte --random 0 200",
                "squares --type int --random 0 2147483648",
                "squares --type short --in-place",
                "squares --input x.npy --elements 5",
                "inspect",
                "inspect a b",
                "sweep all"
            })
    void whatIsNotUnderstoodIsOneLineAndExitCodeTwo(String command) {
        Said said = Said.by(command.isEmpty() ? new String[0] : command.split(" "));
        assertEquals(2, said.code(), said.err());
        assertTrue(said.isOneComplaint(), said.err());
        assertTrue(said.err().contains("--help"), said.err());
    }

    @Test
    void whatCannotBeDoneIsOneLineAndExitCodeOne(@TempDir Path folder) {
        for (String command : new String[] {
            "squares --input " + folder.resolve("missing.npy"),
            "squares --output " + folder.resolve("missing/squares.npy"),
            "squares --keep " + folder,
            "inspect " + folder.resolve("missing.mill"),
            "inspect " + folder
        }) {
            Said said = Said.by(command.split(" "));
            assertEquals(1, said.code(), said.err());
            assertTrue(said.isOneComplaint(), said.err());
        }
    }

    @Test
    void verboseShowsWhereAFailureCameFrom() {
        Said said = Said.by("inspect", "--verbose", "/nowhere/x.mill");
        assertEquals(1, said.code());
        assertTrue(said.err().contains("\tat io.millrace."), said.err());
    }

    @Test
    void helpNamesEveryCommandAndEveryOption() {
        String help = Said.by("--help").out();
        String squares = Said.by("squares", "--help").out();
        for (String command : new String[] {"squares", "inspect", "sweep", "doctor"}) {
            assertTrue(help.contains("\n  " + command), help);
            assertTrue(Said.by(command, "--help").out().contains("--json"), command);
        }
        for (String option : new String[] {
            "elements", "input", "type", "workers", "threads", "random", "seed", "in-place", "kernel", "repeat", "output", "keep"
        }) {
            assertTrue(squares.contains("--" + option), option);
        }
    }
}
