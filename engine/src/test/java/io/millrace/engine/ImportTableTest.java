package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    private static final String ENGINE = "io.millrace.engine";
    private static final String VECTOR_API = "jdk.incubator.vector";

    /// Pool with the interfaces that its calls are declared in, one for each element type.
    private static final String[] DOORS = {
        ENGINE + ".Pool",
        ENGINE + ".ByteJobs",
        ENGINE + ".DoubleJobs",
        ENGINE + ".FloatJobs",
        ENGINE + ".IntJobs",
        ENGINE + ".LongJobs",
        ENGINE + ".ShortJobs",
        ENGINE + ".TaskJobs",
        ENGINE + ".RangeJobs",
        ENGINE + ".JvmProcess",
        ENGINE + ".NativeOp",
        ENGINE + ".JvmProcessBuilder",
        ENGINE + ".Worker",
        SHM + ".SharedMemory",
        SHM + ".NamedRegions"
    };

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private static ImportTable table() {
        return new ImportTable(ENGINE, DOORS)
                .toTheRightOf(SHM)
                .row("kernel", SHM + ".data", "io.millrace.ckernel", VECTOR_API)
                .row("function", SHM)
                .row("job", SHM, ".kernel", ".function")
                .row("worker", SHM, ".job", ".kernel", ".function")
                .row("pool", SHM, ".job", ".function", ".worker")
                .row("task", SHM, ".job", ".function", ".pool")
                .row("monitor", SHM, ".job")
                .row("cli", SHM, ".", "io.millrace.ckernel", "picocli", "me.tongfei.progressbar", "tools.jackson", "com.twelvemonkeys")
                .row("", SHM, ".kernel", ".function", ".job", ".worker", ".pool", ".task");
    }

    @Test
    void everyPackageImportsOnlyWhatItsRowAllows() {
        assertEquals(Set.of(), table().violations(CLASSES));
    }

    @Test
    void nothingUsesUnsafeOrJavaSerialization() {
        assertEquals(Set.of(), ForbiddenApi.uses(CLASSES));
    }

    @Test
    void nothingLinksSymbolsOfTheSystem() {
        assertEquals(Set.of(), ForbiddenApi.uses(CLASSES, "java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup"));
    }

    /// The module is there only when the vector kernels were chosen: whoever else names it could not be loaded without.
    @Test
    void onlyTheVectorKernelsNameTheVectorApi() {
        JavaClasses others = CLASSES.that(DescribedPredicate.not(DescribedPredicate.describe(
                "a vector kernel",
                (JavaClass type) -> type.getPackageName().equals(ENGINE + ".kernel")
                        && type.getSimpleName().startsWith("Vector")
                        || type.getName().startsWith(ENGINE + ".kernel.Vector"))));
        assertEquals(Set.of(), ForbiddenApi.uses(others, VECTOR_API));
    }
}
