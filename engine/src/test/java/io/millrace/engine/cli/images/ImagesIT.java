package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.Said;
import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Resizes a folder with worker JVMs: 200 pictures of four formats, a portrait, a broken picture,
/// and a file that is none.
@Timeout(120)
class ImagesIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] ENDINGS = {"jpg", "png", "gif", "bmp"};
    private static final int MADE = 200;
    private static final PictureSize RESULT = new PictureSize(200, 200);
    private static final int GOOD = MADE + 1;

    @TempDir
    static Path pictures;

    @TempDir
    Path folder;

    @BeforeAll
    static void makePictures() throws IOException {
        for (int number = 0; number < MADE; number++) {
            String name = "picture %03d.%s".formatted(number, ENDINGS[number % ENDINGS.length]);
            TestPictures.write(pictures.resolve(name), 120 + number, 320 - number);
        }
        try (var portrait = ImagesIT.class.getResourceAsStream("/pictures/grace_hopper.jpg")) {
            Files.copy(portrait, pictures.resolve("portrait.jpg"));
        }
        byte[] whole = Files.readAllBytes(pictures.resolve("portrait.jpg"));
        Files.write(pictures.resolve("broken.jpg"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(pictures.resolve("notes.txt"), "not a picture");
    }

    private Said images(String... arguments) {
        List<String> all = new ArrayList<>(List.of("images", "--json", "--workers", "2"));
        all.addAll(List.of(arguments));
        return Said.by(all.toArray(String[]::new));
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /// Checks that each result can be read and has the right size and the format of its name, and
    /// that there are no other files.
    private static void assertAllAreThere(Path results) throws Exception {
        Set<String> expected = names(pictures);
        expected.removeAll(Set.of("broken.jpg", "notes.txt"));
        assertEquals(GOOD, expected.size());
        assertEquals(expected, names(results));
        for (String name : expected) {
            Path file = results.resolve(name);
            PictureFormat format = PictureFormat.ofName(file).orElseThrow();
            assertEquals(RESULT, new PictureReader(format, new PictureTarget(RESULT, Aspect.STRETCHED), 40_000, null)
                    .read(file)
                    .stored(), name);
            byte[] start = Arrays.copyOf(Files.readAllBytes(file), PictureFormat.SIGNATURE_BYTES);
            assertEquals(PictureFormat.ofName(file), PictureFormat.ofContent(start), name);
        }
    }

    private static void assertReport(Said said, int deathsAtLeast) {
        assertEquals(1, said.code(), said.err());
        JsonNode report = JSON.readTree(said.out());
        assertEquals(
                List.of("pictures", "resized", "failed", "skipped", "size", "keepAspect", "workers", "seconds",
                        "workerDeaths"),
                List.copyOf(report.propertyNames()));
        assertEquals(GOOD + 1, report.get("pictures").asInt());
        assertEquals(GOOD, report.get("resized").asInt(), said.err());
        assertEquals(1, report.get("failed").size());
        assertEquals("broken.jpg", report.get("failed").get(0).get("file").asString());
        assertTrue(report.get("failed").get(0).get("cause").asString().startsWith("broken JPEG: "), said.out());
        assertEquals(1, report.get("skipped").size());
        assertEquals("notes.txt", report.get("skipped").get(0).get("file").asString());
        assertTrue(report.get("workerDeaths").asInt() >= deathsAtLeast, said.out());
        assertEquals(2, said.err().lines().count(), said.err());
        assertTrue(said.err().startsWith("note: notes.txt: no picture"), said.err());
        assertTrue(said.err().contains("\nmillrace: broken.jpg: broken JPEG: "), said.err());
    }

    @Test
    void everyIntactPictureIsResizedAndTheOthersAreListed() throws Exception {
        Path results = folder.resolve("made/for the results");
        assertReport(images(pictures.toString(), results.toString()), 0);
        assertAllAreThere(results);
        Said again = images(pictures.toString(), results.toString());
        assertEquals(1, again.code());
        JsonNode report = JSON.readTree(again.out());
        assertEquals(0, report.get("resized").asInt());
        assertEquals(1, report.get("workers").asInt(), "one looks again at the broken one");
        assertEquals(GOOD, again.err().lines().filter(line -> line.contains("is already there: file=")).count());
    }

    @Test
    void noPictureIsLostWhenAWorkerIsKilledDuringABatch() throws Exception {
        Path results = folder.resolve("results");
        Set<Long> before = workers();
        CompletableFuture<Said> run =
                CompletableFuture.supplyAsync(() -> images(pictures.toString(), results.toString()));
        Await.until("a picture", Duration.ofSeconds(60),
                () -> run.isDone() || Files.isDirectory(results) && hasPicture(results));
        Set<Long> victims = workers();
        victims.removeAll(before);
        assertFalse(victims.isEmpty(), "no worker to kill");
        ProcessHandle.of(victims.iterator().next()).ifPresent(ProcessHandle::destroyForcibly);
        int there = names(results).size();
        assertReport(run.get(), 1);
        assertTrue(there < GOOD, "killed too late: " + there);
        assertAllAreThere(results);
    }

    private static boolean hasPicture(Path results) {
        try {
            return names(results).stream().anyMatch(name -> !name.endsWith(".tmp"));
        } catch (IOException changing) {
            return false;
        }
    }

    private static Set<Long> workers() {
        return ProcessHandle.current().children().map(ProcessHandle::pid)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void optionsChangeTheResults() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/sub")).getParent();
        TestPictures.write(source.resolve("wide.png"), 400, 100);
        TestPictures.write(source.resolve("sub/high.bmp"), 30, 60);
        Path results = Files.createDirectory(source.resolve("results"));
        Files.createFile(results.resolve("wide.jpg"));
        Said said = Said.onTerminal(
                "images", "--size", "100x50", "--keep-aspect", "--format", "jpg", "--recursive", "--overwrite",
                source.toString(), results.toString());
        assertEquals(0, said.code(), said.err());
        assertTrue(said.err().contains("/2"), said.err());
        assertTrue(said.out().startsWith("2 pictures resized to fit into 100x50, in "), said.out());
        assertEquals(Set.of("wide.jpg", "sub"), names(results));
        assertEquals(25, ImageIO.read(results.resolve("wide.jpg").toFile()).getHeight());
        assertEquals(25, ImageIO.read(results.resolve("sub/high.jpg").toFile()).getWidth());
    }

    @Test
    void nothingToResizeIsNoFailure() throws Exception {
        Said said = images(Files.createDirectory(folder.resolve("empty")).toString(), folder.resolve("out").toString());
        assertEquals(0, said.code(), said.err());
        assertEquals(0, JSON.readTree(said.out()).get("pictures").asInt());
        assertTrue(Files.isDirectory(folder.resolve("out")));
    }
}
