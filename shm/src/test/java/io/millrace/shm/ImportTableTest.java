package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.testing.ForbiddenApi;
import io.millrace.testing.ImportTable;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImportTableTest {
    private static final String SHM = "io.millrace.shm";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private static ImportTable table() {
        return new ImportTable(SHM, SHM + ".SharedMemory", SHM + ".NamedRegions", SHM + ".NamedWaits", SHM + ".NamedMessages", SHM + ".NamedPipes")
                .row("layout")
                .row("os", ".layout")
                .row("file", ".layout", ".os")
                .row("process", ".layout", ".os", ".file")
                .row("region", ".layout", ".os", ".file", ".process")
                .row("data", ".layout", ".region")
                .row("sync", ".layout", ".os", ".process", ".region")
                .row("message", ".layout", ".os", ".process", ".region", ".data", ".sync", "org.agrona")
                .row("interop", ".layout", ".region", ".data", ".message", "org.agrona", "net.openhft.chronicle", "org.slf4j")
                .row("", ".");
    }

    @Test
    void everyPackageImportsOnlyWhatItsRowAllows() {
        assertEquals(Set.of(), table().violations(CLASSES));
    }

    @Test
    void theTableWouldNoticeAnImportItDoesNotAllow() {
        Set<String> found = table().row("sync").violations(CLASSES);
        assertTrue(found.stream().anyMatch(line -> line.contains(".sync.") && line.contains(" imports " + SHM + ".os.")));
    }

    @Test
    void nothingUsesUnsafeOrJavaSerialization() {
        assertEquals(Set.of(), ForbiddenApi.uses(CLASSES));
    }

    @Test
    void onlyTheOsPackageLinksSymbolsOfTheSystem() {
        JavaClasses others = CLASSES.that(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(SHM + ".os..")));
        assertEquals(Set.of(), ForbiddenApi.uses(others, "java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup"));
    }
}
