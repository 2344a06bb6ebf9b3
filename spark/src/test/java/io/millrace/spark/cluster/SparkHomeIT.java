package io.millrace.spark.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the build copies for Spark.
class SparkHomeIT {
    /// Up to the end of the name, or to a classifier.
    private static final Pattern VERSION = Pattern.compile("-\\d[\\w.]*(-\\d+)?(?=$|-[a-zA-Z]+)(?!-api)");

    private static List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(SparkJvm.HOME.resolve("jars"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.jar$", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereIsOneVersionOfEachJar() throws IOException {
        List<String> names =
                jars().stream().map(jar -> VERSION.matcher(jar).replaceFirst("")).toList();
        List<String> twice = names.stream()
                .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
                .distinct()
                .toList();
        assertEquals(List.of(), twice, "mvn clean removes those of an earlier build");
    }

    @Test
    void log4jWorksOnThisJava() throws IOException {
        String core = jars().stream().filter(jar -> jar.startsWith("log4j-core-")).findFirst().orElseThrow();
        Matcher version = Pattern.compile("-(\\d+)\\.(\\d+)\\.").matcher(core);
        assertTrue(version.find(), core);
        assertTrue(
                Integer.parseInt(version.group(1)) == 2 && Integer.parseInt(version.group(2)) >= 26,
                () -> core + " throws on Java 25; 2.26 or newer does not");
    }

    @Test
    void nothingOfMillraceIsThere() throws IOException {
        assertEquals(List.of(), jars().stream().filter(jar -> jar.contains("millrace")).toList());
    }

    @Test
    void theProductIsAllThere() {
        List<Path> product = Submission.product();
        assertTrue(product.stream().allMatch(Files::isRegularFile), product::toString);
        for (String part : List.of("millrace-spark_2.13", "millrace-engine", "millrace-native", "agrona")) {
            assertTrue(product.stream().anyMatch(jar -> jar.getFileName().toString().startsWith(part)), part);
        }
    }
}
