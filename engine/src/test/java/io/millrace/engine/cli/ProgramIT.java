package io.millrace.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.cli.images.TestPictures;
import io.millrace.engine.cli.inspect.NumpyLines;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.testing.Await;
import io.millrace.testing.Processes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the program in a separate JVM with its own default folder.
@Timeout(120)
class ProgramIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path scratch;

    private Path files;

    @BeforeEach
    void makeFolder() throws IOException {
        Path memory = Path.of("/dev/shm");
        files = Files.createTempDirectory(Files.isWritable(memory) ? memory : scratch, "millrace-test-");
    }

    @AfterEach
    void noFileIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(files)) {
            assertEquals(List.of(), left.toList());
        } finally {
            Files.deleteIfExists(files);
        }
    }

    private Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    private Process start(List<String> flags, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dmillrace.folder=" + files,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(1, flags);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(out())
                .redirectError(scratch.resolve("err").toFile())
                .start();
    }

    /// These locales have other digits.
    @ParameterizedTest
    @CsvSource({"ar, EG", "fa, IR", "mr, IN"})
    void jsonIsTheSameInEveryLocale(String language, String country) throws Exception {
        List<String> locale = List.of("-Duser.language=" + language, "-Duser.country=" + country);
        Path kept = scratch.resolve("kept.mill");
        Process made =
                start(locale, "squares", "--elements", "5000", "--workers", "1", "--json", "--keep", kept.toString());
        assertEquals(0, made.waitFor(), () -> text("err"));
        assertEquals(5000, JSON.readTree(text("out")).get("elements").asInt());
        for (String how : List.of("--numpy", "--json", "--verbose")) {
            assertEquals(0, start(locale, "inspect", kept.toString(), how).waitFor(), () -> text("err"));
            String text = text("out");
            assertTrue(text.chars().allMatch(unit -> unit < 128), text);
            assertTrue(!how.equals("--numpy") || text.matches("(?s).*offset=[1-9].*"), text);
        }
        assertEquals(2, start(locale, "squares", "--workers", "1_000_000").waitFor());
        assertTrue(text("err").contains("out of range: 1,000,000; give 1 to 1,000"), text("err"));
    }

    private String text(String file) {
        try {
            return Files.readString(scratch.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private File out() {
        return scratch.resolve("out").toFile();
    }

    private Said run(String... arguments) throws IOException, InterruptedException {
        Process program = start(arguments);
        if (!program.waitFor(60, TimeUnit.SECONDS)) {
            program.destroyForcibly();
            throw new AssertionError("does not end: " + List.of(arguments));
        }
        return new Said(
                program.exitValue(), Files.readString(out().toPath()), Files.readString(scratch.resolve("err")));
    }

    @Test
    void squaresPrintsOneObjectAndNothingElse() throws Exception {
        Said said = run("squares", "--elements", "100k", "--workers", "2", "--json");
        assertEquals(0, said.code(), said.err());
        assertEquals("", said.err());
        assertEquals(100_000, JSON.readTree(said.out()).get("elements").asInt());
        assertEquals(1, said.out().lines().count());
    }

    @Test
    void failuresAreOneLineAndTheExitCode() throws Exception {
        Said missing = run("squares", "--input", "/nowhere/x.npy");
        assertEquals(1, missing.code());
        assertTrue(missing.isOneComplaint(), missing.err());
        Said misunderstood = run("squares", "--elements", "many");
        assertEquals(2, misunderstood.code());
        assertTrue(misunderstood.isOneComplaint(), misunderstood.err());
        Said full = run("squares", "--elements", "1T");
        assertEquals(1, full.code());
        assertTrue(full.isOneComplaint(), full.err());
    }

    @Test
    void doctorPrintsAVerdictForEachCheck() throws Exception {
        Said said = run("doctor", "--json");
        JsonNode findings = JSON.readTree(said.out());
        assertTrue(findings.isArray() && findings.size() >= 12, said.out());
        boolean problem = false;
        for (JsonNode finding : findings) {
            problem |= finding.get("verdict").asString().equals("problem");
        }
        assertEquals(problem ? 1 : 0, said.code());
        assertEquals("", said.err());
    }

    @Test
    void sweepSaysThatThereIsNothingToRemove() throws Exception {
        assertEquals("[]", run("sweep", "--json").out().strip());
        assertEquals("nothing to remove", run("sweep").out().strip());
    }

    @Test
    void metricsAreServedWhereTheFirstLineSaysWithAWarningForOpenAddresses() throws Exception {
        Path kept = scratch.resolve("kept.mill");
        assertEquals(0, run("squares", "--elements", "1000", "--threads", "--keep", kept.toString()).code());
        Process server = start("serve-metrics", "--port", "0", "--address", "0.0.0.0", "--json", kept.toString());
        try (HttpClient client = HttpClient.newHttpClient()) {
            Await.until("the address", Duration.ofSeconds(60), () -> text("out").contains("\n"));
            JsonNode address = JSON.readTree(text("out"));
            assertEquals("http://0.0.0.0:" + address.get("port").asInt() + "/metrics", address.get("url").asString());
            assertTrue(text("err").startsWith("note: there is no authentication"), text("err"));
            URI here = URI.create("http://127.0.0.1:" + address.get("port").asInt() + "/metrics");
            String page = client.send(HttpRequest.newBuilder(here).build(), BodyHandlers.ofString()).body();
            assertTrue(page.contains("\nmillrace_regions{kind=\"array\"} 2\n"), page);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void aKeptFileOpensInNumpy() throws Exception {
        assumeTrue(hasNumpy(), "no python3 with numpy");
        Path kept = scratch.resolve("kept \"\u00fc.mill");
        Said squares = run(
                "squares", "--elements", "1000", "--threads", "--type", "byte", "--keep", kept.toString());
        assertEquals(0, squares.code(), squares.err());
        String script = Said.by("inspect", "--numpy", kept.toString()).out()
                + "print(int(squares.sum()) == int((input_.astype('i8') ** 2).sum()), squares.shape)\n";
        Process python = new ProcessBuilder("python3", "-").redirectErrorStream(true).start();
        try (var input = python.outputWriter()) {
            input.write(script);
        }
        assertEquals("True (1000,)", new String(python.getInputStream().readAllBytes()).strip());
    }

    private static boolean hasNumpy() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void noVariableHidesAWordOfPython() throws Exception {
        assumeTrue(hasNumpy(), "no python3");
        Process python = new ProcessBuilder(
                        "python3", "-c", "import builtins, keyword; print(*dir(builtins), *keyword.kwlist, 'np')")
                .start();
        for (String word : new String(python.getInputStream().readAllBytes()).strip().split(" ")) {
            RegionInfo region = new RegionInfo(word, RegionKind.BYTES, null, new long[0], 0, 1);
            String line = NumpyLines.of(Path.of("x"), List.of(region)).getLast();
            assertFalse(line.startsWith(word + " "), line);
        }
    }

    @Test
    void aKeptFileThatIsRemovedMeanwhileIsOneLine() throws Exception {
        Path kept = scratch.resolve("kept.mill");
        Process program = start(
                "squares", "--elements", "100k", "--repeat", "100000", "--threads", "--keep", kept.toString());
        try {
            Await.until("a file with numbers", Duration.ofSeconds(30), () -> regionsOf(kept) > 0);
            Files.delete(kept);
            assertEndsWithOneLineAbout(kept, program);
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    /// Only elements are cut off, and only Java computes: the signal would kill C code.
    @Test
    void aKeptFileThatIsCutMeanwhileIsOneLine() throws Exception {
        Path kept = scratch.resolve("kept.mill");
        Process program = start(
                "squares", "--elements", "8M", "--repeat", "100000", "--workers", "2", "--kernel", "scalar",
                "--keep", kept.toString());
        try {
            Await.until("a file with numbers", Duration.ofSeconds(30), () -> regionsOf(kept) > 0);
            try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.WRITE)) {
                channel.truncate(32 << 20);
            }
            assertEndsWithOneLineAbout(kept, program);
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private void assertEndsWithOneLineAbout(Path kept, Process program) throws Exception {
        assertTrue(program.waitFor(60, TimeUnit.SECONDS), "does not end");
        Said said = new Said(
                program.exitValue(), Files.readString(out().toPath()), Files.readString(scratch.resolve("err")));
        assertEquals(1, said.code(), said.err());
        assertTrue(said.isOneComplaint() && said.err().contains(kept.toString()), said.out() + said.err());
        assertFalse(Files.exists(kept));
    }

    @Test
    void aStoppedProgramLeavesNoFileAndNoWorker() throws Exception {
        Process program = start("squares", "--elements", "1M", "--repeat", "100000", "--workers", "2");
        try {
            Await.until("two workers at work", Duration.ofSeconds(30), () -> program.descendants().count() == 2);
            List<ProcessHandle> workers = program.descendants().toList();
            program.destroy();
            assertTrue(program.waitFor(30, TimeUnit.SECONDS), "does not stop");
            assertEquals(128 + 15, program.exitValue());
            Await.until("workers gone", Duration.ofSeconds(10),
                    () -> workers.stream().map(ProcessHandle::pid).allMatch(Processes::hasEnded));
        } finally {
            program.destroyForcibly().waitFor();
        }
        assertEquals("", Files.readString(scratch.resolve("err")));
    }

    @Test
    void aStoppedImagesCommandLeavesCompletePicturesOnly() throws Exception {
        Path first =
                TestPictures.write(Files.createDirectory(scratch.resolve("pictures")).resolve("0.png"), 2000, 1500);
        for (int number = 1; number < 40; number++) {
            Files.copy(first, first.resolveSibling(number + ".png"));
        }
        Path results = Files.createDirectory(scratch.resolve("results"));
        Process program = start("images", "--workers", "2", first.getParent().toString(), results.toString());
        try {
            Await.until("a picture", Duration.ofSeconds(30), () -> anyEndsWith(results, ".png"));
            program.destroy();
            assertTrue(program.waitFor(30, TimeUnit.SECONDS), "does not stop");
            assertEquals(128 + 15, program.exitValue());
        } finally {
            program.destroyForcibly().waitFor();
        }
        assertFalse(anyEndsWith(results, ".tmp"));
        assertEquals("", Files.readString(scratch.resolve("err")));
    }

    private static boolean anyEndsWith(Path folder, String ending) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.anyMatch(file -> file.toString().endsWith(ending));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void aKilledProgramLeavesAFileThatInspectReadsAndSweepRemoves() throws Exception {
        Process program = start("squares", "--elements", "1M", "--repeat", "100000", "--threads");
        Await.until("a file with numbers", Duration.ofSeconds(30), () -> regionsOf(onlyFile()) > 0);
        program.destroyForcibly().waitFor();
        Path file = onlyFile();
        JsonNode report = JSON.readTree(Said.by("inspect", "--json", file.toString()).out());
        List<String> states = report.get("processes").findValuesAsString("state");
        assertEquals(Set.of("dead"), Set.copyOf(states), report.toString());
        assertEquals(1, report.get("pools").size(), report.toString());
        assertEquals(0, Said.by("inspect", file.toString()).code());
        assertEquals(JSON.valueToTree(List.of(file.toString())), JSON.readTree(run("sweep", "--json").out()));
    }

    private Path onlyFile() {
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(path -> path.toString().endsWith(".mill")).findFirst().orElse(files);
        } catch (IOException changing) {
            return files;
        }
    }

    private static int regionsOf(Path file) {
        Said said = Said.by("inspect", "--json", file.toString());
        return said.code() != 0 ? 0 : JSON.readTree(said.out()).get("regions").size();
    }
}
