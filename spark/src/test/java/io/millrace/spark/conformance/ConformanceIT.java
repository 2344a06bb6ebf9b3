package io.millrace.spark.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NumericArray;
import io.millrace.spark.InputFile;
import io.millrace.spark.MillracePlugin;
import io.millrace.spark.cluster.AppJar;
import io.millrace.spark.cluster.Driver;
import io.millrace.spark.cluster.Submission;
import io.millrace.spark.cluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster of two nodes gives the bits of one machine, whatever the number of partitions.
class ConformanceIT {
    @TempDir
    private static Path folder;

    private static final Pattern LINE = Pattern.compile("(?<name>(\\d+ )?[\\w-]+) (?<bits>.+)");
    private static final Map<String, String> EXPECTED = new TreeMap<>();
    private static final Set<String> ELEMENTS = new TreeSet<>();
    private static TestCluster cluster;
    private static Path jar;
    private static List<String> lines;

    @BeforeAll
    static void compute() throws Exception {
        cluster = TestCluster.start(folder);
        jar = AppJar.write(
                folder.resolve("conformance.jar"),
                ConformanceApp.class,
                FilesApp.class,
                Cluster.class,
                Cases.class,
                Calls.class,
                Functions.class,
                Formulas.class,
                Numbers.class,
                Picture.class,
                Report.class);
        Files.createDirectory(wholes());
        for (long length : Cases.LENGTHS) {
            OneMachine.run(length, new Whole());
        }
        try (Driver driver = cluster.submit(submission(ConformanceApp.class).arguments(saved()))) {
            for (int partitions : ConformanceApp.PARTITIONS) {
                driver.awaitLine(Pattern.compile("^computed " + partitions + "$"));
            }
            lines = driver.awaitSuccess().stream().filter(line -> !line.startsWith("computed")).toList();
        }
    }

    private static Submission submission(Class<?> application) {
        return Submission.of(jar, application)
                .jars(Submission.product())
                .conf("spark.plugins", MillracePlugin.class.getName())
                .conf("spark.millrace.memory", "256m");
    }

    private static Path wholes() {
        return folder.resolve("wholes");
    }

    private static Path saved() {
        return folder.resolve("saved");
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /// What one machine computes.
    private record Whole() implements Report {
        @Override
        public void number(String name, Supplier<Object> value) {
            EXPECTED.put(name, Report.bits(value.get()));
        }

        @Override
        public void elements(String name, Supplier<Object> array) {
            ELEMENTS.add(name);
            Npy.save((NumericArray) array.get(), wholes().resolve(name + ".npy"));
        }
    }

    @Test
    void numbersHaveTheBitsOfOneMachine() {
        Map<String, String> expected = new TreeMap<>();
        for (int partitions : ConformanceApp.PARTITIONS) {
            EXPECTED.forEach((name, bits) -> expected.put(partitions + " " + name, bits));
        }
        assertEquals(Map.of(), differences(expected, lines));
        assertEquals(expected.size(), lines.size());
    }

    /// What is not expected of lines with a name and bits, by name.
    private static Map<String, String> differences(Map<String, String> expected, List<String> lines) {
        Map<String, String> differences = new TreeMap<>();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                differences.put(line, "no number");
            } else if (!parts.group("bits").equals(expected.get(parts.group("name")))) {
                differences.put(line, "instead of " + expected.get(parts.group("name")));
            }
        }
        return differences;
    }

    @Test
    void numbersAreThoseOfTheOracle(@TempDir Path questions) throws Exception {
        Map<String, String> answers = Oracle.answers(wholes(), questions);
        assertTrue(answers.size() > ElementType.values().length);
        Map<String, String> asked = new TreeMap<>(EXPECTED);
        asked.keySet().retainAll(answers.keySet());
        assertEquals(answers, asked);
    }

    @Test
    void numpyLoadsTheSavedParts() throws Exception {
        long saved = ConformanceApp.PARTITIONS.stream()
                .mapToLong(partitions -> ELEMENTS.stream()
                        .filter(name -> ConformanceApp.isSaved(partitions, name))
                        .count())
                .sum();
        Path program = Path.of("src", "test", "python", "parts.py");
        assertEquals("compared: %s\n".formatted(saved), Numpy.run(program, wholes(), saved()));
    }

    @Test
    void filesAnRddAndPicturesAreLoaded(@TempDir Path pictures) throws Exception {
        List<Path> painted = new ArrayList<>();
        List<String> shrunk = new ArrayList<>();
        for (int number = 0; number < 9; number++) {
            Path file = Picture.paint(pictures.resolve(number + ".jpg"), number);
            painted.add(file);
            Picture here = Picture.shrunk(new InputFile(file.toString(), Files.readAllBytes(file)));
            shrunk.add("picture: " + here.content());
        }
        List<String> told;
        try (Driver driver = cluster.submit(
                submission(FilesApp.class).arguments(wholes(), saved()).arguments(painted.toArray()))) {
            told = driver.awaitSuccess();
        }
        int numbers = told.size() - shrunk.size() - 1;
        assertEquals(Map.of(), differences(EXPECTED, told.subList(0, numbers)));
        assertEquals(3 * ElementType.values().length + 2, numbers);
        assertEquals(shrunk, told.subList(numbers, told.size() - 1));
        assertEquals("in executors: 0", told.getLast());
    }
}
