package io.millrace.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.squares.SquaresIT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "inspect --html=",
                "inspect --html x --json y",
                "top",
                "top --interval 0 x",
                "top --interval soon x",
                "top --count 0 x",
                "serve-metrics",
                "serve-metrics --port 65536 x",
                "serve-metrics --address= x",
                "sweep all",
                "images",
                "images /",
                "images / /tmp/x y",
                "images /tmp /tmp/../tmp",
                "images /tmp /",
                "images --size 0x5 / /tmp/x",
                "images --size big / /tmp/x",
                "images --format webp / /tmp/x",
                "images --workers 0 / /tmp/x",
                "images --max-pixels 0 / /tmp/x",
                "images --max-pixels 3G / /tmp/x",
                "squares --keep=",
                "squares --input=",
                "squares --output=",
                "squares --type=",
                "squares --threads=yes",
                "squares --seed 1 --seed 2",
                "squares --random 1 2 --random 3 4",
                "squares --keep x --output ./x",
                "squares @arguments",
                "bench",
                "bench limits --rounds 3"
            })
    void aWrongCommandLineIsOneLineAndExitCodeTwo(String command) {
        Said said = Said.by(command.isEmpty() ? new String[0] : command.split(" "));
        assertEquals(2, said.code(), said.err());
        assertTrue(said.isOneComplaint(), said.err());
        assertTrue(said.err().contains("--help"), said.err());
        assertFalse(said.err().matches("(?s).*(Unmatched|Invalid value|index \\d|java\\.|\\[).*"), said.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "frob | there is no command 'frob'; the commands are squares, images, inspect, top,"
                        + " serve-metrics, sweep, doctor and bench",
                "squarse | there is no command 'squarse'; did you mean squares?",
                "--frob | millrace has no option '--frob'",
                "squares --version | squares has no version of its own; give millrace --version",
                "help frob | there is no command 'frob'",
                "squares --element 5 | squares has no option '--element'; did you mean --elements?",
                "squares a b | squares takes options only, not 'a'",
                "squares --type quad | --type: 'quad' is unknown; give byte, short, int, long, float or double",
                "squares --elements 1e99 | --elements: '1e99' is not a whole number; write it like 1000,",
                "squares --elements 99999999999999999999 | does not fit into 64 bits; give a smaller one",
                "squares --keep= | --keep: '' is not the path of a file; give one",
                "squares --threads=yes | --threads takes no value, not 'yes' either",
                "squares --random 5 | --random needs LO HI behind it",
                "squares --type | --type needs TYPE behind it",
                "images | images needs IN_DIR",
                "images / | images needs OUT_DIR",
                "images / /tmp/x y | images takes IN_DIR and OUT_DIR, not 'y' too",
                "images --size 5000000 / /tmp/x | --size: '5000000' is out of range; give 1 to 10,000 pixels a side",
                "images --format tiff / /tmp/x | --format: 'tiff' is no format that is written; give jpg, png,"
                        + " gif or bmp",
                "images /tmp /tmp/../tmp | IN_DIR and OUT_DIR are one folder: /tmp/../tmp; give two",
                "images /tmp / | IN_DIR lies in OUT_DIR",
                "inspect | inspect needs FILE",
                "inspect a b | inspect takes one FILE, not 'b' too",
                "top --interval 0 x | --interval: it is out of range: 0; give 0.1 to 86400.0",
                "top --interval soon x | --interval: 'soon' is not a number of seconds; write it like 2 or 0.5",
                "serve-metrics --port 65536 x | --port: it is out of range: 65,536; give 0 to 65,535",
                "bench limits -v | the benchmarks are not in millrace.jar, but in benchmarks.jar; run them by the",
                "squares --seed 1 --seed 2 | --seed is given twice; give it once"
            })
    void aWrongWordIsNamedWithWhatWouldBeRight(String command, String message) {
        Said said = Said.by(command.split(" "));
        assertTrue(said.err().contains(message), said.err());
    }

    @ParameterizedTest
    @CsvSource({"help, --help", "help squares, squares --help", "help inspect, inspect -h"})
    void helpBeforeACommandIsTheOptionBehindIt(String command, String same) {
        Said said = Said.by(command.split(" "));
        assertEquals(Said.by(same.split(" ")), said);
        assertTrue(said.out().contains("Usage: millrace"), said.out());
    }

    @Test
    void anErrorMessageIsOneLineForAnyArgument() {
        Said said = Said.by("squares", "--type", "a\nb\u001b[2J");
        assertTrue(said.isOneComplaint(), said.err());
        assertTrue(said.err().contains("'a | b?[2J'"), said.err());
    }

    @Test
    void destinationsAreCheckedBeforeTheWorkStarts(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path output : List.of(folder, folder.resolve("no/x.npy"), file.resolve("x.npy"), Path.of("/proc/x.npy"))) {
            Said said = Said.by("squares", "--elements", "1T", "--threads", "--output", output.toString());
            assertEquals(1, said.code());
            assertTrue(said.isOneComplaint() && said.err().contains("--output names"), said.err());
        }
        for (Path keep : List.of(folder, file, folder.resolve("no/x"), Path.of("/proc/x"))) {
            Said said = Said.by("squares", "--elements", "1T", "--threads", "--keep", keep.toString());
            assertEquals(1, said.code());
            assertTrue(said.isOneComplaint() && said.err().contains("--keep names"), said.err());
        }
        try (var left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void missingFilesAreNamedWithoutTheNamesOfExceptions(@TempDir Path folder) {
        String missing = folder.resolve("missing").toString();
        for (Said said : List.of(Said.by("squares", "--input", missing), Said.by("inspect", missing))) {
            assertEquals(1, said.code());
            assertTrue(said.isOneComplaint() && said.err().contains(missing), said.err());
            assertFalse(said.err().contains("Exception") || said.err().contains("ENOENT"), said.err());
        }
    }

    @Test
    void aFailureIsOneLineAndExitCodeOne(@TempDir Path folder) {
        for (String command : new String[] {
            "squares --input " + folder.resolve("missing.npy"),
            "squares --output " + folder.resolve("missing/squares.npy"),
            "squares --keep " + folder,
            "images %s %s".formatted(folder.resolve("missing"), folder),
            "images %s /proc/x".formatted(folder),
            "inspect " + folder.resolve("missing.mill"),
            "inspect " + folder,
            "top " + folder.resolve("missing.mill"),
            "top " + folder,
            "serve-metrics " + folder.resolve("missing.mill"),
            "serve-metrics " + folder
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
        for (String command : new String[] {
            "squares", "images", "inspect", "top", "serve-metrics", "sweep", "doctor", "bench"
        }) {
            assertTrue(help.contains("\n  " + command), help);
            assertTrue(Said.by(command, "--help").out().contains("--json"), command);
        }
        for (String option : new String[] {
            "elements", "input", "type", "workers", "threads", "random", "seed", "in-place", "kernel", "repeat",
            "output", "keep"
        }) {
            assertTrue(squares.contains("--" + option), option);
        }
        for (String key : SquaresIT.KEYS) {
            assertTrue(squares.matches("(?s).*\\b" + key + "\\b.*"), key);
        }
    }
}
