package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.testing.Circles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CirclesTest {
    private static final String ENGINE = "io.millrace.engine";
    private static final int LARGEST_CIRCLE_FILES = 4;
    private static final int LARGEST_PACKAGE_FILES = 40;

    /// Holds plain types, which all packages import, and doors, which import all packages.
    private static final String ROOT = ENGINE;

    private static final Circles CIRCLES = new Circles(
            ENGINE,
            new ClassFileImporter().importPath(Path.of("target", "classes")),
            Path.of("src", "main", "java"));

    @Test
    void noPackagesDependOnEachOther() {
        assertEquals(Set.of(), CIRCLES.betweenPackages(Set.of(ROOT)));
    }

    @Test
    void noMoreThanFourFilesOfAPackageDependOnEachOther() {
        assertEquals(Map.of(), CIRCLES.insidePackages(LARGEST_CIRCLE_FILES));
    }

    @Test
    void noPackageHasMoreThanFortyFiles() {
        Map<String, Integer> counts = new TreeMap<>(CIRCLES.filesByPackage());
        counts.remove(ROOT);
        counts.values().removeIf(count -> count <= LARGEST_PACKAGE_FILES);
        assertEquals(Map.of(), counts);
    }
}
