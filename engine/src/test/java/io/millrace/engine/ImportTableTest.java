package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.testing.ForbiddenApi;
import io.millrace.testing.ImportTable;
import io.millrace.testing.PagePart;
import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ImportTableTest {
    private static final String SHM = "io.millrace.shm";
    private static final String ENGINE = "io.millrace.engine";
    private static final String VECTOR_API = "jdk.incubator.vector";

    /// The classes that users call to begin something; no machine may call them. What evaluates expressions may give
    /// back a `Job`, which it cannot start.
    private static final String[] DOORS = {
        ENGINE + ".Pool",
        ENGINE + ".Job",
        ENGINE + ".Results",
        ENGINE + ".CompletedJobs",
        ENGINE + ".PoolExecutor",
        ENGINE + ".RemoteCall",
        ENGINE + ".Matches",
        ENGINE + ".JvmProcess",
        ENGINE + ".NativeOp",
        ENGINE + ".JvmProcessBuilder",
        ENGINE + ".Worker",
        SHM + ".SharedMemory"
    };

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private static ImportTable table() {
        return new ImportTable(ENGINE, DOORS)
                .toTheRightOf(SHM)
                .row("internal.kernel.functions")
                .row("kernel", ".internal.kernel.functions")
                .row("internal.kernel.loops", SHM, ".kernel", ".internal.kernel.functions", "io.millrace.ckernel")
                .row("internal.kernel", SHM, ".kernel", ".internal.kernel.functions", ".internal.kernel.loops",
                        "io.millrace.ckernel", VECTOR_API)
                .row("internal.expression", SHM, ".internal.kernel")
                .row("expression", SHM, ".kernel", ".internal.kernel", ".internal.expression", ".Job")
                .row("internal.lambda", SHM)
                .row("internal.layout", SHM, ".internal.kernel.loops")
                .row("internal.job", SHM, ".internal.layout", ".kernel", ".internal.kernel", ".internal.lambda")
                .row("internal.recorder", SHM, ".internal.job", ".internal.kernel", "jdk.jfr")
                .row("internal.runner", SHM, ".internal.layout", ".internal.job", ".internal.recorder",
                        "io.millrace.ckernel", ".internal.kernel", ".internal.lambda")
                .row("internal.worker", SHM, ".internal.layout", ".internal.job", ".internal.recorder",
                        ".internal.runner", ".kernel", ".internal.kernel", ".internal.lambda")
                .row("internal.aot", SHM, ".internal.worker", "io.millrace.ckernel")
                .row("internal.jvm", SHM, ".internal.worker", ".internal.aot")
                .row("internal.crew", SHM, ".internal.layout", ".internal.job", ".internal.recorder",
                        ".internal.runner", ".internal.lambda", ".internal.worker", ".internal.jvm")
                .row("internal.pool", SHM, ".kernel", ".internal.kernel", ".internal.lambda", ".internal.layout",
                        ".internal.job", ".internal.runner", ".internal.worker", ".internal.jvm", ".internal.crew")
                .row("internal.task", SHM, ".internal.lambda", ".internal.layout", ".internal.job", ".internal.runner",
                        ".internal.worker", ".internal.jvm", ".internal.crew", ".internal.pool")
                .row(
                        "internal.array", SHM, ".kernel", ".expression", ".internal.kernel", ".internal.expression",
                        ".internal.lambda", ".internal.layout", ".internal.job", ".internal.recorder",
                        ".internal.runner", ".internal.jvm", ".internal.crew", ".internal.pool", ".internal.task",
                        ".Job")
                .row("internal.parts", SHM, ".kernel", ".expression", ".internal.kernel", ".internal.layout",
                        ".internal.job", ".internal.array", ".Pool")
                .row("stream", SHM, ".kernel", ".expression")
                .row("internal.stream", SHM, ".kernel", ".expression", ".stream", ".internal.kernel",
                        ".internal.layout", ".internal.job", ".internal.pool", ".internal.array")
                .row("snapshot", SHM, ".internal.kernel", ".internal.layout", ".internal.job")
                .row("internal.training", SHM, ".")
                .row("cli.text", SHM, "org.apache.commons.cli", "tools.jackson")
                .row("cli", SHM, ".", "io.millrace.ckernel", "org.apache.commons.cli", "me.tongfei.progressbar",
                        "org.jline", "com.sun.net.httpserver",
                        "tools.jackson", "com.twelvemonkeys", "de.siegmar.fastcsv")
                .row(
                        "", SHM, ".kernel", ".expression", ".internal.kernel", ".internal.lambda", ".internal.layout",
                        ".internal.job", ".internal.runner", ".internal.worker", ".internal.jvm", ".internal.crew",
                        ".internal.pool", ".internal.task", ".internal.array", ".stream", ".internal.stream");
    }

    @Test
    void everyPackageImportsOnlyWhatItsRowAllows() {
        assertEquals(Set.of(), table().violations(CLASSES));
    }

    /// The table cannot say it: its row for the commands opens the whole module, for the sake of the pool.
    @Test
    void commandsImportWhatTheyShareButNoOtherCommand() {
        Map<String, Set<String>> shared = Map.of(
                "text", Set.of(), "session", Set.of("text"), "pixels", Set.of(), "turbojpeg", Set.of(),
                "html", Set.of("text"), "top", Set.of("text", "inspect"));
        Set<String> found = new TreeSet<>();
        for (JavaClass from : CLASSES) {
            String own = command(from);
            Set<String> allowed = shared.getOrDefault(own, Set.of("text", "session", "pixels", "turbojpeg", "html"));
            for (Dependency dependency : own.isEmpty() ? Set.<Dependency>of() : from.getDirectDependenciesFromSelf()) {
                String other = command(dependency.getTargetClass().getBaseComponentType());
                if (!other.isEmpty() && !other.equals(own) && !allowed.contains(other)) {
                    found.add(own + " imports " + other);
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    /// Its sub-package of the program; empty for classes that belong to none.
    private static String command(JavaClass type) {
        String program = ENGINE + ".cli.";
        return type.getPackageName().startsWith(program) ? type.getPackageName().substring(program.length()) : "";
    }

    @Test
    void theRootPackageHoldsPublicTypesOnly() {
        Set<String> hidden = CLASSES.stream()
                .filter(type -> type.getPackageName().equals(ENGINE) && type.isTopLevelClass())
                .filter(type -> !type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), hidden);
    }

    @Test
    void nothingUsesUnsafeOrJavaSerialization() {
        assertEquals(Set.of(), ForbiddenApi.uses(CLASSES));
    }

    @Test
    void nothingLinksSymbolsOfTheSystemButTheJpegLibrary() {
        JavaClasses others = CLASSES.that(
                DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ENGINE + ".cli.turbojpeg")));
        assertEquals(
                Set.of(), ForbiddenApi.uses(others, "java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup"));
    }

    /// The module is there only when the vector kernels were chosen: whoever else names it could not be loaded without.
    @Test
    void onlyTheVectorKernelsNameTheVectorApi() {
        JavaClasses others = CLASSES.that(DescribedPredicate.not(DescribedPredicate.describe(
                "a vector kernel",
                (JavaClass type) -> type.getPackageName().equals(ENGINE + ".internal.kernel")
                        && type.getSimpleName().startsWith("Vector")
                        || type.getName().startsWith(ENGINE + ".internal.kernel.Vector"))));
        assertEquals(Set.of(), ForbiddenApi.uses(others, VECTOR_API));
    }

    @Test
    void thePageOfTheArchitectureShowsThisTable() throws IOException {
        new PagePart(SourceTree.ROOT.resolve("ARCHITECTURE.md"), "imports of engine").assertIs(table().markdown());
    }

    /// Leader and followers park until one of their own process unparks them, for which no word of the file is needed;
    /// `doctor` measures the futex itself; `top` lets time pass between two looks.
    @Test
    void nothingSpinsOrSleepsButLeadersFollowersTheCheckOfTheKernelAndTop() {
        assertEquals(
                Set.of(
                        ENGINE + ".internal.task.ResultLeader calls LockSupport.parkNanos",
                        ENGINE + ".internal.task.BackgroundLeader calls LockSupport.park",
                        ENGINE + ".internal.task.BackgroundLeader calls LockSupport.parkNanos",
                        ENGINE + ".cli.doctor.KernelChecks calls Futex.await",
                        ENGINE + ".cli.doctor.KernelChecks calls Futex.wake",
                        ENGINE + ".cli.top.TopCommand calls Thread.sleep"),
                ForbiddenApi.waits(CLASSES));
    }
}
