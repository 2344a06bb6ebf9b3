package io.millrace.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.testing.Circles;
import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StructureTest {
    private static final String MODULE = "io.millrace.spark";
    private static final int LARGEST_CIRCLE_FILES = 4;
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));
    private static final Circles CIRCLES = new Circles(MODULE, CLASSES, Path.of("src", "main", "java"));

    @Test
    void internalPackagesKnowNoneAboveThem() {
        classes()
                .that()
                .resideInAPackage(MODULE + ".internal.source")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(MODULE, MODULE + ".internal.node", MODULE + ".internal.rdd")
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage(MODULE + ".internal.node")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(MODULE, MODULE + ".internal.rdd", MODULE + ".internal.source")
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage(MODULE + ".internal.rdd")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(MODULE)
                .check(CLASSES);
    }

    @Test
    void fewFilesOfAPackageDependOnEachOther() {
        Map<String, ?> circles = CIRCLES.insidePackages(LARGEST_CIRCLE_FILES);
        // a door: each array gives arrays of other types, and all of them come from ClusterArrays
        circles.remove(MODULE);
        assertEquals(Map.of(), circles);
    }

    @Test
    void noPackagesDependOnEachOther() {
        assertEquals(Set.of(), CIRCLES.betweenPackages(Set.of()));
    }

    @Test
    void noOtherModuleKnowsSpark() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : SourceTree.files(".java")) {
            boolean own = source.startsWith("spark");
            String text = SourceTree.read(source);
            if (!own && (text.contains("import org.apache.spark.") || text.contains("import io.millrace.spark."))) {
                found.add(source.toString());
            }
        }
        assertEquals(List.of(), found);
    }
}
