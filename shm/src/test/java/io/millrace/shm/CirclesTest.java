package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.testing.Circles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CirclesTest {
    private static final String SHM = "io.millrace.shm";
    private static final int LARGEST_CIRCLE_FILES = 4;
    private static final int LARGEST_PACKAGE_FILES = 40;

    /// Holds plain types, which all packages import, and doors, which import all packages.
    private static final String ROOT = SHM;

    /// The circles that may be larger: a sealed type names the types that it permits, and each of these
    /// names the sealed type; programs need both sealed, so that their `switch` over the six is complete.
    private static final Map<String, Set<Set<String>>> SEALED_FAMILIES =
            Map.of(SHM + ".data", Set.of(family("Array"), family("Value")));

    private static final Circles CIRCLES = new Circles(
            SHM,
            new ClassFileImporter().importPath(Path.of("target", "classes")),
            Path.of("src", "main", "java"));

    private static Set<String> family(String kind) {
        return Stream.of("Numeric", "Byte", "Short", "Int", "Long", "Float", "Double")
                .map(type -> SHM + ".data." + type + kind)
                .collect(Collectors.toSet());
    }

    @Test
    void noPackagesDependOnEachOther() {
        assertEquals(Set.of(), CIRCLES.betweenPackages(Set.of(ROOT)));
    }

    @Test
    void noMoreThanFourFilesOfAPackageDependOnEachOther() {
        assertEquals(SEALED_FAMILIES, CIRCLES.insidePackages(LARGEST_CIRCLE_FILES));
    }

    @Test
    void noPackageHasMoreThanFortyFiles() {
        Map<String, Integer> counts = new TreeMap<>(CIRCLES.filesByPackage());
        counts.remove(ROOT);
        counts.values().removeIf(count -> count <= LARGEST_PACKAGE_FILES);
        assertEquals(Map.of(), counts);
    }

    @Test
    void theCircleThroughTheRootPackageIsSeenWhenItIsNotExempt() {
        assertTrue(CIRCLES.betweenPackages(Set.of()).stream().anyMatch(circle -> circle.contains(ROOT)));
    }

    @Test
    void aCircleWithinAPackageIsSeen() {
        Set<Set<String>> found = CIRCLES.insidePackages(1).get(SHM + ".message");
        assertTrue(found.stream().anyMatch(circle -> circle.contains(SHM + ".message.Codec")), found::toString);
    }
}
