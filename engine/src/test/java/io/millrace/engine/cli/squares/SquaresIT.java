package io.millrace.engine.cli.squares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.KernelKind;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.cli.Said;
import io.millrace.engine.cli.text.Console;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileExistsException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command `squares`, run in this JVM, with worker threads and with worker processes.
@Timeout(120)
public class SquaresIT {
    private static final JsonMapper JSON = new JsonMapper();
    public static final List<String> KEYS = List.of(
            "elements", "type", "workers", "kernel", "isa", "fillSeconds", "squareSeconds", "sumSeconds",
            "fusedSeconds", "firstFillSeconds", "firstSquareSeconds", "firstSumSeconds", "firstFusedSeconds", "sum",
            "sumBits", "sumOfSquares", "sumOfSquaresBits", "sumWrapped", "sumOfSquaresWrapped", "squaresWrapped",
            "readGBps", "squareGBps", "limitReadGBps", "limitCopyGBps", "workerDeaths");

    @TempDir
    Path folder;

    private static Path grid(String name) {
        try {
            return Path.of(SquaresIT.class.getResource("/npy/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JsonNode squares(String... arguments) {
        List<String> all = new ArrayList<>(List.of("squares", "--json"));
        all.addAll(List.of(arguments));
        Said said = Said.by(all.toArray(String[]::new));
        assertEquals(0, said.code(), said.err());
        assertEquals(1, said.out().lines().count(), said.out());
        return JSON.readTree(said.out());
    }

    @Test
    void printsThePromisedKeysInTheirOrder() {
        JsonNode report = squares("--elements", "10k", "--threads");
        assertEquals(KEYS, List.copyOf(report.propertyNames()));
        assertEquals(10_000, report.get("elements").asInt());
        assertEquals("double", report.get("type").asString());
        assertEquals(0, report.get("workerDeaths").asInt());
    }

    @Test
    void theSumsOfTheElevationGridAreRight() {
        JsonNode report = squares("--input", grid("jacksboro-elevation-i16.npy").toString(), "--workers", "2");
        assertEquals("short", report.get("type").asString());
        assertEquals(344 * 403, report.get("elements").asInt());
        assertEquals("73617913", report.get("sum").toString());
        assertEquals("42752204797", report.get("sumOfSquares").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "1, THREAD, native", "2, THREAD, native", "3, THREAD, native", "7, THREAD, native",
        "1, THREAD, scalar", "3, THREAD, scalar", "2, THREAD, vector", "7, THREAD, vector",
        "1, PROCESS, native", "7, PROCESS, native", "2, PROCESS, vector", "3, PROCESS, scalar"
    })
    void theResultHasTheSameBitsForAnyWorkersAndKernels(int workers, String kind, String kernel) {
        List<String> arguments = new ArrayList<>(List.of(
                "--input", grid("topobathy.npy").toString(), "--workers", "" + workers, "--kernel", kernel));
        if (kind.equals("THREAD")) {
            arguments.add("--threads");
        }
        JsonNode report = squares(arguments.toArray(String[]::new));
        assertEquals(kernel, report.get("kernel").asString());
        assertEquals(workers, report.get("workers").asInt());
        assertEquals("4146cc6280000000", report.get("sumBits").asString());
        assertEquals("41e9f85434a00000", report.get("sumOfSquaresBits").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"double", "float", "long", "int", "short", "byte"})
    void sumsOfRandomNumbersDoNotDependOnTheType(String type) {
        JsonNode report = squares("--elements", "50_000", "--type", type, "--threads", "--seed", "7");
        JsonNode again = squares("--elements", "50_000", "--type", type, "--threads", "--seed", "7", "--workers", "3");
        assertEquals(report.get("sum"), again.get("sum"));
        double mean = report.get("sum").asDouble() / 50_000;
        assertTrue(mean > 48 && mean < 51, "mean=" + mean);
        assertEquals(report.get("sumOfSquaresBits"), again.get("sumOfSquaresBits"));
    }

    @Test
    void rangeAndSeedDecideTheNumbers() {
        JsonNode five = squares("--elements", "1000", "--random", "5", "6", "--threads");
        assertEquals(5_000, five.get("sum").asLong());
        assertEquals(25_000, five.get("sumOfSquares").asLong());
        JsonNode negative = squares("--elements", "1000", "--random", "-3", "-2", "--type", "byte", "--threads");
        assertEquals(-3_000, negative.get("sum").asLong());
        assertEquals(9_000, negative.get("sumOfSquares").asLong());
    }

    @Test
    void squaresOfLargeIntsAreSummedInLong() {
        JsonNode report = squares("--elements", "10", "--type", "int", "--random", "100000", "100001", "--threads");
        assertEquals(100_000_000_000L, report.get("sumOfSquares").asLong());
    }

    @Test
    void inPlaceFillsAnewBeforeEachRound() {
        Path kept = folder.resolve("kept.mill");
        String input = grid("topobathy.npy").toString();
        JsonNode report = squares(
                "--input", input, "--in-place", "--repeat", "3", "--threads", "--keep", kept.toString());
        assertEquals("41e9f85434a00000", report.get("sumOfSquaresBits").asString());
        JsonNode regions = JSON.readTree(Said.by("inspect", "--json", kept.toString()).out()).get("regions");
        assertEquals(1, regions.size(), regions.toString());
        assertEquals("squares", regions.get(0).get("name").asString());
        JsonNode random =
                squares("--elements", "1000", "--random", "3", "4", "--in-place", "--repeat", "2", "--threads");
        assertEquals(9_000, random.get("sumOfSquares").asLong());
    }

    @Test
    void nothingToSquareIsNoFailure() {
        JsonNode report = squares("--elements", "0", "--threads");
        assertEquals("0000000000000000", report.get("sumBits").asString());
        assertTrue(report.get("limitReadGBps").isNull());
    }

    @Test
    void savesTheSquaresForNumpy() {
        Path squares = folder.resolve("squares.npy");
        String grid = grid("jacksboro-elevation-i16.npy").toString();
        squares("--input", grid, "--threads", "--output", squares.toString());
        JsonNode again = squares("--input", squares.toString(), "--threads");
        assertEquals("long", again.get("type").asString());
        assertEquals("42752204797", again.get("sum").toString());
    }

    @Test
    void theTableIsShortAndNamesItsMeasurements() {
        Said said = Said.by("squares", "--elements", "1000", "--threads");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("1,000 double numbers, "), said.out());
        assertTrue(said.out().contains("sum of squares"), said.out());
        assertTrue(said.out().lines().count() <= 12, said.out());
        assertEquals("", said.err());
    }

    @Test
    void oneRunWaitsForNoWorker() {
        Said said = Said.by("squares", "--elements", "1000", "--workers", "2", "--repeat", "1");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("1,000 double numbers, 2 worker processes"), said.out());
        assertTrue(!said.out().contains("first"), said.out());
        JsonNode report = squares("--elements", "1000", "--threads", "--repeat", "1");
        assertEquals(report.get("firstSumSeconds"), report.get("sumSeconds"));
    }

    @Test
    void oneThingIsSingular() {
        Said said = Said.by("squares", "--elements", "1", "--workers", "1", "--threads");
        assertTrue(said.out().startsWith("1 double number, 1 worker thread, "), said.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "long | 0 100 | 1000 |",
                "long | 3000000000000000000 3000000000000000001 | 10 | squares, sum, sum of squares",
                "long | 3000000000000000000 3000000000000000001 | 3 | squares, sum of squares",
                "long | 3037000499 3037000500 | 10 | sum of squares",
                "long | -3037000500 -3037000499 | 1 | squares, sum of squares",
                "int | 46340 46341 | 10 |",
                "int | 46341 46342 | 10 | squares",
                "int | -2147483648 -2147483647 | 4 | squares, sum of squares",
                "short | -32768 -32767 | 1000 |",
                "double | 0 9223372036854775807 | 1000 |"
            })
    void theLineOfAResultSaysThatItWrapped(String type, String range, String elements, String wrapped) {
        List<String> command = new ArrayList<>(List.of("squares", "--threads", "--type", type, "--elements", elements));
        command.add("--random");
        command.addAll(List.of(range.split(" ")));
        Said said = Said.by(command.toArray(String[]::new));
        assertEquals(0, said.code(), said.err());
        String lines = said.out().lines()
                .filter(line -> line.contains("wrapped"))
                .map(line -> line.strip().split(" {2,}")[0])
                .sorted()
                .collect(Collectors.joining(", "));
        assertEquals(wrapped == null ? "" : wrapped, lines, said.out());
        command.add("--json");
        Said json = Said.by(command.toArray(String[]::new));
        assertEquals(wrapped == null ? 0 : wrapped.split(", ").length, json.err().lines().count(), json.err());
        JsonNode report = JSON.readTree(json.out());
        String fields = Stream.of("squares", "sum", "sumOfSquares")
                .filter(result -> report.get(result + "Wrapped").asBoolean())
                .collect(Collectors.joining(", "));
        assertEquals(wrapped == null ? "" : wrapped.replace("sum of squares", "sumOfSquares"), fields);
    }

    @Test
    void aPathThatAnotherProgramTookIsRefusedWithTheNameOfTheOption() throws Exception {
        Path taken = Files.createFile(folder.resolve("taken.mill"));
        SquaresPlan plan = new SquaresPlan(
                new SquaresPlan.Values.Random(ElementType.DOUBLE, 10, 0, 100, 1),
                SquaresPlan.Placement.APART,
                1,
                WorkerKind.THREAD,
                KernelKind.AUTO,
                1,
                null,
                taken);
        SquaresRun run = new SquaresRun(Console.ofSystem(), plan, false);
        String message = assertThrows(FileExistsException.class, run::run).getMessage();
        assertTrue(message.contains("--keep meanwhile: file=" + taken), message);
        assertTrue(message.endsWith("choose another name"), message);
        assertEquals(0, Files.size(taken));
    }

    @Test
    void aProgressBarIsShownOnATerminal() {
        Said said = Said.onTerminal("squares", "--elements", "100k", "--threads");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.err().contains("/14"), said.err());
        assertTrue(said.out().contains("100,000 double numbers"), said.out());
    }

    @Test
    void damagedInputsAreRefusedInOneLine() throws Exception {
        byte[] whole = Files.readAllBytes(grid("topobathy.npy"));
        for (int length : Set.of(0, 5, 64, 1_000)) {
            Path cut = Files.write(folder.resolve("cut.npy"), java.util.Arrays.copyOf(whole, length));
            Said said = Said.by("squares", "--threads", "--input", cut.toString());
            assertEquals(1, said.code());
            assertTrue(said.isOneComplaint(), said.err());
            assertTrue(said.err().contains("cut.npy"), said.err());
        }
    }

    @Test
    void tooMuchForTheMachineIsRefusedWithBothSizes() {
        Said said = Said.by("squares", "--elements", "1T", "--threads");
        assertEquals(1, said.code());
        assertTrue(said.isOneComplaint(), said.err());
        assertTrue(said.err().contains("needed=") && said.err().contains("available="), said.err());
    }
}
